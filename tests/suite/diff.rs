//! Two texts, line by line, as somebody would want to read their difference.

/// `- ` for lines only expected, `+ ` for lines only found, two spaces for lines in both.
pub fn lines(expected: &str, found: &str) -> String {
    let left: Vec<&str> = expected.lines().collect();
    let right: Vec<&str> = found.lines().collect();
    let common = common_lengths(&left, &right);
    let (mut l, mut r) = (0, 0);
    let mut text = String::new();
    while l < left.len() || r < right.len() {
        let same = l < left.len() && r < right.len() && left[l] == right[r];
        let (mark, line) = if same {
            l += 1;
            r += 1;
            ("  ", left[l - 1])
        } else if r == right.len() || (l < left.len() && common[l + 1][r] >= common[l][r + 1]) {
            l += 1;
            ("- ", left[l - 1])
        } else {
            r += 1;
            ("+ ", right[r - 1])
        };
        text.push_str(mark);
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// How many lines the rests of both texts have in common, for each pair of rests.
fn common_lengths(left: &[&str], right: &[&str]) -> Vec<Vec<usize>> {
    let mut common = vec![vec![0; right.len() + 1]; left.len() + 1];
    for l in (0..left.len()).rev() {
        for r in (0..right.len()).rev() {
            common[l][r] = if left[l] == right[r] {
                common[l + 1][r + 1] + 1
            } else {
                common[l + 1][r].max(common[l][r + 1])
            };
        }
    }
    common
}

#[test]
fn a_difference_reads_line_by_line() {
    assert_eq!(
        lines("a\nb\nc\n", "a\nx\nc\nd\n"),
        "  a\n- b\n+ x\n  c\n+ d\n"
    );
    assert_eq!(lines("", "a\n"), "+ a\n");
    assert_eq!(lines("a", ""), "- a\n");
}
