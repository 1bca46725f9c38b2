//! Text as spreadsheets write it: UTF-8 or UTF-16 with or without a mark, or an old Arabic code page.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1256};

use crate::people::csv::NotACsvFile;

/// How a file's bytes spell its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1256,
}

const BLOCK: usize = 64 * 1024;

impl Encoding {
    /// Reads a whole file, block by block, to tell: by its mark, by the zero bytes of UTF-16, as UTF-8 where all of it
    /// is valid, else as the code page that Arabic spreadsheets write.
    pub fn of(mut file: impl Read) -> Result<io::Result<Encoding>, NotACsvFile> {
        let mut start = Vec::new();
        if let Err(error) = file.by_ref().take(BLOCK as u64).read_to_end(&mut start) {
            return Ok(Err(error));
        }
        match &start[..] {
            [] => return Err(NotACsvFile::Empty),
            [b'P', b'K', 3, 4, ..] => return Err(NotACsvFile::Zip),
            [0xff, 0xfe, ..] => return Ok(Ok(Encoding::Utf16Le)),
            [0xfe, 0xff, ..] => return Ok(Ok(Encoding::Utf16Be)),
            [first, 0, ..] if *first != 0 => return Ok(Ok(Encoding::Utf16Le)),
            [0, second, ..] if *second != 0 => return Ok(Ok(Encoding::Utf16Be)),
            _ => (),
        }
        let mut decoder = UTF_8.new_decoder_without_bom_handling();
        let mut block = start;
        loop {
            if block.contains(&0) {
                return Err(NotACsvFile::Binary);
            }
            let last = block.is_empty();
            if !is_valid(&mut decoder, &block, last) {
                return Ok(Ok(Encoding::Windows1256));
            }
            if last {
                return Ok(Ok(Encoding::Utf8));
            }
            block.clear();
            if let Err(error) = file.by_ref().take(BLOCK as u64).read_to_end(&mut block) {
                return Ok(Err(error));
            }
        }
    }

    fn decoder(self) -> Decoder {
        match self {
            Encoding::Utf8 => UTF_8.new_decoder_with_bom_removal(),
            Encoding::Utf16Le => UTF_16LE.new_decoder_with_bom_removal(),
            Encoding::Utf16Be => UTF_16BE.new_decoder_with_bom_removal(),
            Encoding::Windows1256 => WINDOWS_1256.new_decoder_without_bom_handling(),
        }
    }
}

fn is_valid(decoder: &mut Decoder, block: &[u8], last: bool) -> bool {
    let room = decoder.max_utf8_buffer_length_without_replacement(block.len()).unwrap_or(BLOCK * 4);
    let mut text = String::with_capacity(room);
    let (result, _) = decoder.decode_to_string_without_replacement(block, &mut text, last);
    result == encoding_rs::DecoderResult::InputEmpty
}

/// A file's text as UTF-8, a block at a time.
pub fn decoded(file: impl BufRead, encoding: Encoding) -> impl Read {
    Decoded { file, decoder: encoding.decoder(), text: String::with_capacity(BLOCK), given: 0, ended: false }
}

struct Decoded<R> {
    file: R,
    decoder: Decoder,
    text: String,
    given: usize,
    ended: bool,
}

impl<R: BufRead> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.text.clear();
            self.given = 0;
            let block = self.file.fill_buf()?;
            let last = block.is_empty();
            let (result, read, _) = self.decoder.decode_to_string(block, &mut self.text, last);
            self.file.consume(read);
            self.ended = last && result == CoderResult::InputEmpty;
        }
        let rest = &self.text.as_bytes()[self.given..];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> (Encoding, String) {
        let encoding = Encoding::of(bytes).unwrap().unwrap();
        let mut text = String::new();
        decoded(bytes, encoding).read_to_string(&mut text).unwrap();
        (encoding, text)
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let line = "email,name\nlayla@example.org,ليلى\n";
        let utf16 = |encode: fn(u16) -> [u8; 2]| line.encode_utf16().flat_map(encode).collect::<Vec<u8>>();
        let check =
            |bytes: &[u8], encoding: Encoding| assert_eq!(text_of(bytes), (encoding, line.to_owned()));
        check(line.as_bytes(), Encoding::Utf8);
        check(&[b"\xef\xbb\xbf", line.as_bytes()].concat(), Encoding::Utf8);
        check(&[b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat(), Encoding::Utf16Le);
        check(&[b"\xfe\xff".to_vec(), utf16(u16::to_be_bytes)].concat(), Encoding::Utf16Be);
        check(&utf16(u16::to_le_bytes), Encoding::Utf16Le);
        check(&WINDOWS_1256.encode(line).0, Encoding::Windows1256);
    }

    #[test]
    fn a_long_file_is_read_across_blocks() {
        let long = format!("email,name\n{}", "a@example.org,هدى\n".repeat(20_000));
        let (encoding, text) = text_of(long.as_bytes());
        assert_eq!(encoding, Encoding::Utf8);
        assert!(text == long);
        let old = [long.as_bytes(), b"b@example.org,\xe5\xcf\xec\n"].concat();
        assert_eq!(Encoding::of(&old[..]).unwrap().unwrap(), Encoding::Windows1256);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(matches!(Encoding::of(&b""[..]), Err(NotACsvFile::Empty)));
        assert!(matches!(Encoding::of(&b"PK\x03\x04rest"[..]), Err(NotACsvFile::Zip)));
        assert!(matches!(Encoding::of(&b"email\nx\0y"[..]), Err(NotACsvFile::Binary)));
    }
}
