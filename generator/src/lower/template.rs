//! Templates of paths, as documents write them.
//!
//! In: the key of a path. Out: a template that a request can be made from, and its placeholders. It must not change a
//! placeholder's name.

/// A template that begins with `/`, without a fragment, in which whatever no path can hold is encoded.
pub(super) fn normal(path: &str) -> String {
    let path = path.split('#').next().unwrap_or("").trim();
    let mut template = String::with_capacity(path.len() + 1);
    if !path.starts_with('/') {
        template.push('/');
    }
    let mut inside = false;
    for c in path.chars() {
        inside = match c {
            '{' => true,
            '}' => false,
            _ => inside,
        };
        if inside || c.is_ascii_alphanumeric() || KEPT.contains(c) {
            template.push(c);
        } else {
            let mut bytes = [0; 4];
            let encoded = c.encode_utf8(&mut bytes).bytes();
            template.extend(encoded.map(|byte| format!("%{byte:02X}")));
        }
    }
    template
}

/// What a path, or the query behind it, may hold besides letters and digits.
const KEPT: &str = "-._~!$&'()*+,;=:@%/?{}";

/// The names of the placeholders, in their order, each once.
pub(super) fn placeholders(template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for part in template.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{normal, placeholders};

    #[test]
    fn a_template_can_always_be_a_path() {
        assert_eq!(normal("users/{user id}"), "/users/{user id}");
        assert_eq!(normal("/a b/ü#top"), "/a%20b/%C3%BC");
        assert_eq!(normal("/objects?uploads"), "/objects?uploads");
    }

    #[test]
    fn placeholders_are_found_wherever_they_stand() {
        assert_eq!(placeholders("/{a}.{b}/{a}?c={c}"), ["a", "b", "c"]);
        assert!(placeholders("/{a").is_empty());
    }
}
