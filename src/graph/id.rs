//! What tells the things of a site apart: places in its tables, each with a type of its own.

macro_rules! id {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The id of what is at `index`; a site holds fewer than 2^32 of anything.
            pub fn new(index: usize) -> $name {
                $name(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// Its place in the table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id! {
    /// A public document: its place among all of them, sorted by file.
    NodeId
}
id! {
    /// The list of a kind.
    ListId
}
id! {
    /// A public file that is not a source.
    AssetId
}
id! {
    /// A file of `content/` that is not a source, public or not: a place in the input's assets.
    FileId
}
