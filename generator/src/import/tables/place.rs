//! The places of properties, parameters and schemas, by which tables are searched.

/// A place: one or more paths of names. A property of a schema with a name has the path that starts with this name, and the
/// longer paths of the bodies that contain the schema.
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

    /// Returns the place of a property.
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

    /// Returns the place of a schema with a name at this place.
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

    /// Returns the first path, with dots.
    pub(in crate::import) fn full(&self) -> String {
        self.paths
            .first()
            .map(|path| path.join("."))
            .unwrap_or_default()
    }

    /// Returns the last name of the path.
    pub(in crate::import) fn last(&self) -> &str {
        let path = self.paths.first().and_then(|path| path.last());
        path.map_or("", String::as_str)
    }

    /// Returns the tails of all paths, the longest tails first.
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
