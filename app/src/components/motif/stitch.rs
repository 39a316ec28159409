//! From rows of letters to the data of a path, while compiling.

/// Draws the stitches of one letter into `N` bytes and says how many it takes; called once to measure, once to draw.
pub(super) const fn draw<const N: usize>(rows: &[&str], letter: u8) -> ([u8; N], usize) {
    let mut path = Path {
        bytes: [0; N],
        length: 0,
    };
    let mut y = 0;
    while y < rows.len() {
        let row = rows[y].as_bytes();
        let mut x = 0;
        while x < row.len() {
            let start = x;
            while x < row.len() && row[x] == letter {
                x += 1;
            }
            if x > start {
                path.run(start, y, x - start);
            } else {
                x += 1;
            }
        }
        y += 1;
    }
    (path.bytes, path.length)
}

struct Path<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Path<N> {
    /// `M3.08 4.5h2.84`: three stitches in row 4 from column 3, each .84 long with .16 of cloth after it.
    const fn run(&mut self, x: usize, y: usize, stitches: usize) {
        self.text("M");
        self.number(x);
        self.text(".08 ");
        self.number(y);
        self.text(".5h");
        if stitches > 1 {
            self.number(stitches - 1);
        }
        self.text(".84");
    }

    const fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut index = 0;
        while index < bytes.len() {
            self.push(bytes[index]);
            index += 1;
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a digit")]
    const fn number(&mut self, number: usize) {
        if number >= 10 {
            self.push(b'0' + (number / 10) as u8);
        }
        self.push(b'0' + (number % 10) as u8);
    }

    const fn push(&mut self, byte: u8) {
        if self.length < N {
            self.bytes[self.length] = byte;
        }
        self.length += 1;
    }
}

/// The path of one letter of a picture, as a constant text.
macro_rules! stitches {
    ($rows:expr, $letter:literal) => {{
        const LENGTH: usize = $crate::components::motif::stitch::draw::<0>(&$rows, $letter).1;
        const BYTES: [u8; LENGTH] = $crate::components::motif::stitch::draw::<LENGTH>(&$rows, $letter).0;
        match std::str::from_utf8(&BYTES) {
            Ok(path) => path,
            Err(_) => panic!("a path is ASCII"),
        }
    }};
}

pub(super) use stitches;

#[cfg(test)]
mod tests {
    #[test]
    fn a_run_of_stitches_is_one_stroke() {
        assert_eq!(stitches!(["#.##", "...."], b'#'), "M0.08 0.5h.84M2.08 0.5h1.84");
        assert_eq!(stitches!(["..........a"], b'a'), "M10.08 0.5h.84");
    }
}
