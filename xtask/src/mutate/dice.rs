//! Creates random numbers that are the same on every machine.
//!
//! In: a seed, and the number of a stream. Out: random numbers and random choices. The algorithm is `SplitMix64`.

/// A generator of pseudo-random numbers.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Creates the generator for one stream of a seed. The streams of a seed are independent of each other.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut seeds = Self(seed);
        let first = seeds.next();
        Self(first ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a random seed for another generator.
    pub(crate) fn seed(&mut self) -> u64 {
        self.next()
    }

    /// Returns a number below `limit`, or 0 if `limit` is 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % limit).unwrap_or(0)
    }

    /// Returns a number from `least` to `most`, inclusive.
    pub(crate) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// Returns true with a probability of `percent` %.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Picks a random item. If the list is empty, returns `None`.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// Picks a random word. If the list is empty, returns an empty text.
    pub(crate) fn word<'a>(&mut self, words: &[&'a str]) -> &'a str {
        self.pick(words).copied().unwrap_or("")
    }

    /// Picks `count` different items and keeps the order of the list.
    pub(crate) fn sample<T: Clone>(&mut self, items: &[T], count: usize) -> Vec<T> {
        let mut left: Vec<usize> = (0..items.len()).collect();
        let mut picked = Vec::new();
        while picked.len() < count && !left.is_empty() {
            picked.push(left.swap_remove(self.below(left.len())));
        }
        picked.sort_unstable();
        picked
            .into_iter()
            .filter_map(|at| items.get(at).cloned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_numbers_of_a_seed_never_change() {
        let numbers = |seed, stream| -> Vec<usize> {
            let mut dice = Dice::new(seed, stream);
            (0..6).map(|_| dice.below(1000)).collect()
        };
        assert_eq!(numbers(1, 2), [774, 138, 355, 452, 62, 920]);
        assert_ne!(numbers(1, 3), numbers(1, 2));
        assert_ne!(numbers(2, 2), numbers(1, 2));
    }

    #[test]
    fn a_sample_has_each_item_once_and_in_order() {
        let mut dice = Dice::new(7, 0);
        for count in 0..8 {
            let sample = dice.sample(&[1, 2, 3, 4, 5], count);
            assert_eq!(sample.len(), count.min(5));
            assert!(sample.is_sorted_by(|left, right| left < right));
        }
    }
}
