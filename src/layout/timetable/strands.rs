//! A colour for each document of a kind, the same on every page. There are five colours; after them come the same ones as
//! double lines, then as broken lines, so that fifteen can be told apart, also without colours.

/// How many colours a theme's style sheet has.
pub const COLOURS: usize = 5;
/// Five colours, each as a plain, a double and a broken line.
const STRANDS: usize = 3 * COLOURS;

/// Gives each document a strand, a number from 1 to 15. `chosen` are the colours from 1 to 5 that documents ask for, in
/// their order; the others get what is left. When all are taken, they begin again.
pub fn assign_strands(chosen: &[Option<usize>]) -> Vec<usize> {
    let mut taken = Vec::new();
    let asked: Vec<Option<usize>> = chosen
        .iter()
        .map(|colour| {
            let strand = strand_in((*colour)?, &taken);
            taken.push(strand);
            Some(strand)
        })
        .collect();
    let is_free = |strand: &usize| !taken.contains(strand);
    let mut free: Vec<usize> = (1..=STRANDS).filter(is_free).collect();
    if free.is_empty() {
        free = (1..=STRANDS).collect();
    }
    let mut rest = free.into_iter().cycle();
    let or_next = |strand: Option<usize>| strand.or_else(|| rest.next()).unwrap_or(1);
    asked.into_iter().map(or_next).collect()
}

/// The first line in a colour that nobody has taken.
fn strand_in(colour: usize, taken: &[usize]) -> usize {
    let mut lines = (colour..=STRANDS).step_by(COLOURS);
    let free = lines.find(|strand| !taken.contains(strand));
    free.unwrap_or(colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_can_be_told_apart() {
        let all: Vec<usize> = (1..=15).collect();
        assert_eq!(assign_strands(&[None; 15]), all);
        assert_eq!(assign_strands(&[None; 16])[15], 1);
    }

    #[test]
    fn a_chosen_colour_is_kept_and_nobody_else_gets_it() {
        assert_eq!(assign_strands(&[None, Some(1), None]), [2, 1, 3]);
        assert_eq!(assign_strands(&[Some(4), Some(4)]), [4, 9]);
        assert_eq!(assign_strands(&[Some(1); 4])[3], 1);
    }
}
