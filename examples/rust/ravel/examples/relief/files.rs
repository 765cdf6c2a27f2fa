//! Two small file formats: .npy to read, PNG to write.

use ravel::{ByteOrder, Element, View};
use std::fs;
use std::io;
use std::path::Path;

/// A .npy file in memory. Its array is described where it lies; nothing is decoded or copied.
pub struct Npy {
    bytes: Vec<u8>,
    data: usize,
    typestr: String,
    shape: Vec<usize>,
}

impl Npy {
    pub fn read(path: &Path) -> Result<Npy, String> {
        let told = |reason: &str| format!("{}: {reason}", path.display());
        let bytes = fs::read(path).map_err(|error| told(&error.to_string()))?;
        if bytes.len() < 12 || !bytes.starts_with(b"\x93NUMPY") {
            return Err(told("not a .npy file"));
        }
        let (start, length) = match bytes[6] {
            1 => (10, u16::from_le_bytes([bytes[8], bytes[9]]) as usize),
            _ => (12, u32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]) as usize),
        };
        let header = bytes.get(start..start + length).and_then(|header| std::str::from_utf8(header).ok());
        let header = header.ok_or_else(|| told("its header is cut off"))?;
        let (typestr, fortran) = (value(header, "'descr':"), value(header, "'fortran_order':"));
        let lengths =
            header.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(inside, _)| inside);
        let shape = lengths.split(',').map(str::trim).filter(|text| !text.is_empty()).map(str::parse).collect();
        match shape {
            Ok(shape) if fortran == "False" => {
                Ok(Npy { data: start + length, typestr: typestr.trim_matches('\'').into(), shape, bytes })
            }
            _ => Err(told("only arrays in C order are read")),
        }
    }

    /// The array. Its dtype must be `T`; its byte order is the file's.
    pub fn view<T: Element>(&self) -> Result<View<'_, T>, String> {
        let (dtype, swapped) = ravel::DType::parse(&self.typestr).map_err(|error| error.to_string())?;
        if dtype != ravel::DType::of::<T>() {
            return Err(format!("the file has {dtype}, not {}", ravel::DType::of::<T>()));
        }
        let order = match swapped {
            true if cfg!(target_endian = "little") => ByteOrder::Big,
            true => ByteOrder::Little,
            false => ByteOrder::Native,
        };
        View::from_bytes(&self.bytes, self.data, order, &self.shape).map_err(|error| error.to_string())
    }
}

/// The text after a key of the header, up to the comma.
fn value<'h>(header: &'h str, key: &str) -> &'h str {
    header.split_once(key).and_then(|(_, rest)| rest.split_once(',')).map_or("", |(text, _)| text.trim())
}

/// Writes an 8-bit greyscale PNG, not compressed.
pub fn write_png(path: &Path, width: usize, height: usize, grey: &[u8]) -> io::Result<()> {
    let mut rows = Vec::with_capacity((width + 1) * height);
    for row in grey.chunks(width) {
        rows.push(0); // no filter
        rows.extend_from_slice(row);
    }
    let mut header = Vec::new();
    header.extend_from_slice(&(width as u32).to_be_bytes());
    header.extend_from_slice(&(height as u32).to_be_bytes());
    header.extend_from_slice(&[8, 0, 0, 0, 0]); // 8 bits, grey, deflate, the only filter method, not interlaced

    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"IDAT", &stored(&rows));
    chunk(&mut png, b"IEND", &[]);
    fs::write(path, png)
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    png.extend_from_slice(&(data.len() as u32).to_be_bytes());
    let start = png.len();
    png.extend_from_slice(kind);
    png.extend_from_slice(data);
    let check = crc32(&png[start..]);
    png.extend_from_slice(&check.to_be_bytes());
}

/// A zlib stream of stored blocks.
fn stored(data: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let n_blocks = (data.len() + 65534) / 65535;
    for (place, block) in data.chunks(65535).enumerate() {
        let length = block.len() as u16;
        stream.push(u8::from(place + 1 == n_blocks));
        stream.extend_from_slice(&length.to_le_bytes());
        stream.extend_from_slice(&(!length).to_le_bytes());
        stream.extend_from_slice(block);
    }
    stream.extend_from_slice(&adler32(data).to_be_bytes());
    stream
}

fn crc32(data: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    !data.iter().fold(!0, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), |crc, _| step(crc)))
}

fn adler32(data: &[u8]) -> u32 {
    let (low, high) = data.iter().fold((1, 0), |(low, high): (u32, u32), &byte| {
        let low = (low + u32::from(byte)) % 65521;
        (low, (high + low) % 65521)
    });
    high << 16 | low
}
