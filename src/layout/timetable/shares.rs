//! Shares of a whole in whole per cents that add up to 100.

/// The shares of amounts; nothing if one is negative or all are zero, since nothing is a share of such a whole. What
/// rounding down leaves over goes to those that lose most by it.
pub fn shares(amounts: &[f64]) -> Option<Vec<u32>> {
    let total: f64 = amounts.iter().sum();
    if !amounts.iter().all(is_amount) || total <= 0.0 || !total.is_finite() {
        return None;
    }
    let exact: Vec<f64> = amounts
        .iter()
        .map(|amount| amount / total * 100.0)
        .collect();
    Some(rounded(&exact))
}

fn is_amount(amount: &f64) -> bool {
    amount.is_finite() && *amount >= 0.0
}

fn rounded(exact: &[f64]) -> Vec<u32> {
    let mut shares: Vec<u32> = exact.iter().map(|share| whole(*share)).collect();
    let mut by_loss: Vec<usize> = (0..exact.len()).collect();
    by_loss.sort_by(|a, b| {
        let loss = |at: &usize| exact[*at] - exact[*at].floor();
        loss(b).total_cmp(&loss(a)).then(a.cmp(b))
    });
    let given: u32 = shares.iter().sum();
    let left = usize::try_from(100_u32.saturating_sub(given)).unwrap_or(0);
    for at in by_loss.into_iter().take(left) {
        shares[at] += 1;
    }
    shares
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is between 0 and 100"
)]
fn whole(share: f64) -> u32 {
    // What is a whole number but for the noise of reckoning is that number.
    (share + 1e-9).floor() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_add_up() {
        assert_eq!(shares(&[1.0, 1.0, 1.0]).unwrap(), [34, 33, 33]);
        assert_eq!(
            shares(&[90.0, 85.0, 70.0, 70.0, 55.0, 50.0, 60.0]).unwrap(),
            [19, 18, 15, 15, 11, 10, 12]
        );
        assert_eq!(shares(&[0.0, 5.0]).unwrap(), [0, 100]);
        assert_eq!(shares(&[0.1, 0.2, 0.7]).unwrap(), [10, 20, 70]);
        for count in 1..60_u32 {
            let amounts: Vec<f64> = (1..=count).map(|n| f64::from(n * n % 17 + 1)).collect();
            assert_eq!(shares(&amounts).unwrap().iter().sum::<u32>(), 100);
        }
    }

    #[test]
    fn nothing_is_a_share_of_less_than_something() {
        assert_eq!(shares(&[]), None);
        assert_eq!(shares(&[0.0]), None);
        assert_eq!(shares(&[5.0, -1.0]), None);
    }
}
