//! The place of a property, a parameter or a schema. The rows of a table are found by places.

/// One or more paths to the same part of a document. A path is a list of names, such as `users`, `list`, `200`,
/// `email`. A property of a named schema has several paths. One path starts with the name of the schema. The other
/// paths are longer, and start with the operations whose bodies contain the schema.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(in crate::import) struct Place {
    paths: Vec<Vec<String>>,
}

impl Place {
    /// Creates a place with one path.
    pub(in crate::import) fn new<'a>(path: impl IntoIterator<Item = &'a str>) -> Self {
        let path = path.into_iter().map(str::to_owned).collect();
        Self { paths: vec![path] }
    }

    /// Returns the place of a property: each path is extended by the name of the property.
    pub(in crate::import) fn child(&self, name: &str) -> Self {
        let below = |path: &Vec<String>| {
            let mut path = path.clone();
            path.push(name.to_owned());
            path
        };
        Self {
            paths: self.paths.iter().map(below).collect(),
        }
    }

    /// Returns the place of a named schema. The result has all paths of this place, and a path that consists of the
    /// name.
    pub(in crate::import) fn named(&self, name: &str) -> Self {
        let mut named = Self::new([name]);
        named.add(self);
        named
    }

    /// Adds the paths of another place.
    pub(in crate::import) fn add(&mut self, other: &Self) {
        for path in &other.paths {
            if !self.paths.contains(path) {
                self.paths.push(path.clone());
            }
        }
    }

    /// Returns the first path as a text: its names, separated by dots.
    pub(in crate::import) fn full(&self) -> String {
        self.paths
            .first()
            .map(|path| path.join("."))
            .unwrap_or_default()
    }

    /// Returns the last name of the first path.
    pub(in crate::import) fn last(&self) -> &str {
        let path = self.paths.first().and_then(|path| path.last());
        path.map_or("", String::as_str)
    }

    /// Returns the ends of all paths, the longest first. For example, the ends of `users.list.email` are
    /// `users.list.email`, `list.email` and `email`.
    pub(in crate::import) fn tails(&self) -> impl Iterator<Item = String> {
        let longest = self.paths.iter().map(Vec::len).max().unwrap_or_default();
        (1..=longest).rev().flat_map(move |length| {
            self.paths.iter().filter_map(move |path| {
                let from = path.len().checked_sub(length)?;
                Some(path.get(from..)?.join("."))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn the_tails_of_all_paths_are_found_longest_first() {
        let place = Place::new(["Tour", "stops"]).named("Stop").child("name");
        let tails: Vec<String> = place.tails().collect();
        assert_eq!(
            tails,
            ["Tour.stops.name", "Stop.name", "stops.name", "name", "name"]
        );
        assert_eq!(place.full(), "Stop.name");
    }
}
