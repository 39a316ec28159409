//! The stitched identity, counted as on cloth: one text per row, a letter per stitch, a full stop where the cloth shows.
//! The pages and the papers are sewn from the same rows.

/// A gate with a star in it: `b` is the gate, `a` the star.
pub const MARK: [&str; 13] = [
    "....bbbbb....",
    "..bbb...bbb..",
    ".bb.......bb.",
    ".b.........b.",
    "bb.a..a..a.bb",
    "bb..a.a.a..bb",
    "bb...aaa...bb",
    "bb.aaaaaaa.bb",
    "bb...aaa...bb",
    "bb..a.a.a..bb",
    "bb.a..a..a.bb",
    "bb.........bb",
    "bb.........bb",
];

/// One length of the band; it repeats.
pub const BAND: [&str; 7] = [
    "...a....b.",
    "..aaa.....",
    ".aa.aa..b.",
    "aa.b.aabbb",
    ".aa.aa..b.",
    "..aaa.....",
    "...a....b.",
];
