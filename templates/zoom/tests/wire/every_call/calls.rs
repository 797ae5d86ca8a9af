//! The macro for tables of calls.

/// Defines a function for each handle, which calls all operations of the handle. Each line lists the method of `Probe`
/// that makes the call, the operation, the examples of its bodies, and the method of the handle.
macro_rules! calls {
    ($(fn $name:ident $(<$scope:ident: Scope>)? ($handle:ty) { $($rows:tt)* })*) => { $(
        pub(super) async fn $name $(<$scope: Scope>)? (handle: $handle, probe: &Probe) {
            calls!(@ handle probe; $($rows)*);
        }
    )* };
    (@ $handle:ident $probe:ident;) => {};
    (@ $handle:ident $probe:ident;
        get $line:literal => $response:literal, $method:ident($($argument:expr),*); $($rest:tt)*
    ) => {
        $probe.get($line, $response, $handle.$method($($argument),*)).await;
        calls!(@ $handle $probe; $($rest)*);
    };
    (@ $handle:ident $probe:ident;
        list $line:literal => $item:literal, $method:ident($($argument:expr),*); $($rest:tt)*
    ) => {
        $probe.list($line, $item, $handle.$method($($argument),*)).await;
        calls!(@ $handle $probe; $($rest)*);
    };
    (@ $handle:ident $probe:ident;
        post $line:literal $request:literal => $response:literal,
            |$body:ident| $method:ident($($argument:expr),*); $($rest:tt)*
    ) => {
        let bodies = ($request, $response);
        $probe.post($line, bodies, |$body| $handle.$method($($argument),*)).await;
        calls!(@ $handle $probe; $($rest)*);
    };
    (@ $handle:ident $probe:ident;
        change $line:literal $request:literal,
            |$body:ident| $method:ident($($argument:expr),*); $($rest:tt)*
    ) => {
        $probe.change($line, $request, |$body| $handle.$method($($argument),*)).await;
        calls!(@ $handle $probe; $($rest)*);
    };
    (@ $handle:ident $probe:ident;
        remove $line:literal, $method:ident($($argument:expr),*); $($rest:tt)*
    ) => {
        $probe.remove($line, $handle.$method($($argument),*)).await;
        calls!(@ $handle $probe; $($rest)*);
    };
}

pub(super) use calls;
