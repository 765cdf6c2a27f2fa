//! Compares the declarations with the headers of the installed library, constant by constant and type by type.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A function's parameter types, and its result's at the end, as Rust writes them.
type Functions = BTreeMap<String, Vec<String>>;

/// All headers in one text, without comments and continued lines; None where the build was not told of them.
fn headers() -> Option<String> {
    let folder = Path::new(option_env!("RAVEL_INCLUDE_DIR")?).join("ravel");
    let mut text = String::new();
    for entry in fs::read_dir(folder).expect("the headers are installed") {
        text += &fs::read_to_string(entry.unwrap().path()).unwrap();
    }
    let mut bare = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("/*") {
        bare += before;
        rest = after.split_once("*/").expect("comments end").1;
    }
    Some((bare + rest).replace("\\\n", " "))
}

/// "const ravel_array *const *" → "*const *const ravel_array".
fn rust_type(c: &str) -> String {
    let mut words = Vec::new();
    for word in c.replace('*', " * ").split_whitespace() {
        words.push(word.to_string());
    }
    let mut constant = words[0] == "const";
    if constant {
        words.remove(0);
    }
    let base = match words[0].as_str() {
        "int32_t" => "i32",
        "int64_t" => "i64",
        "uint64_t" => "u64",
        "size_t" => "usize",
        "double" => "f64",
        "char" => "c_char",
        "void" => "c_void",
        other => other,
    };
    let mut result = if base.ends_with("_fn") { format!("Option<{base}>") } else { base.to_string() };
    for word in &words[1..] {
        match word.as_str() {
            "*" => {
                result = format!("*{} {result}", if constant { "const" } else { "mut" });
                constant = false;
            }
            "const" => constant = true,
            other => panic!("{c}: {other}?"),
        }
    }
    result
}

fn c_functions(headers: &str) -> Functions {
    let mut functions = Functions::new();
    for declaration in headers.split("RAVEL_API ").skip(1) {
        // "__attribute__…" is the macro's own definition
        let (head, rest) = match declaration.split_once('(') {
            Some(parts) if parts.0.contains("ravel_") => parts,
            _ => continue,
        };
        let head = head.trim_start_matches("RAVEL_CHECK_STATUS ");
        let (result, name) = head.split_at(head.rfind([' ', '*']).unwrap() + 1);
        let parameters = rest.split_once(");").unwrap().0;
        let mut types: Vec<String> = parameters
            .split(',')
            .map(|parameter| parameter.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_'))
            .map(rust_type)
            .collect();
        types.push(rust_type(result));
        functions.insert(name.to_string(), types);
    }
    functions
}

fn rust_functions() -> Functions {
    let mut functions = Functions::new();
    for declaration in [include_str!("../src/functions.rs"), include_str!("../src/kernels.rs")]
        .iter()
        .flat_map(|source| source.split("pub fn ").skip(1))
        .filter(|declaration| declaration.starts_with("ravel_"))
    {
        let declaration = declaration.split_once(';').unwrap().0;
        let (name, rest) = declaration.split_once('(').unwrap();
        let (parameters, result) = rest.rsplit_once(')').unwrap();
        let mut types: Vec<String> = parameters
            .split(',')
            .filter_map(|parameter| parameter.split_once(':'))
            .map(|(_, text)| text.trim().to_string())
            .collect();
        types.push(result.trim_start_matches(" -> ").to_string());
        if result.is_empty() {
            *types.last_mut().unwrap() = "c_void".to_string();
        }
        functions.insert(name.to_string(), types);
    }
    functions.extend(table());
    functions
}

/// The named functions. Taking their addresses shows that the library has them.
fn table() -> Functions {
    let context = "*mut ravel_context".to_string();
    let (input, output) = ("*const ravel_array".to_string(), "*mut ravel_array".to_string());
    let mut functions = Functions::new();
    let mut add = |name: &str, address: usize, middle: Vec<String>| {
        assert_ne!(address, 0);
        let ends = vec![output.clone(), "ravel_status".to_string()];
        functions.insert(name.to_string(), [vec![context.clone()], middle, ends].concat());
    };
    let words = |types: &[&str]| types.iter().map(|text| text.to_string()).collect::<Vec<_>>();
    macro_rules! rows {
        (
            elementwise { $($(#[$_e:meta])* $_en:ident $e:ident ($($input:ident),+);)+ }
            pairs { $($(#[$_p:meta])* $_pn:ident $p:ident ($($of:ident),+) -> ($first:ident, $second:ident);)+ }
            reduce { $($(#[$_r:meta])* $_rn:ident $r:ident;)+ }
            corrected { $($(#[$_c:meta])* $_cn:ident $c:ident;)+ }
            accumulate { $($(#[$_a:meta])* $_an:ident $a:ident;)+ }
        ) => {
            $(add(
                stringify!($e),
                ravel_sys::$e as *const () as usize,
                vec![input.clone(); [$(stringify!($input)),+].len()],
            );)+
            $(add(
                stringify!($p),
                ravel_sys::$p as *const () as usize,
                [vec![input.clone(); [$(stringify!($of)),+].len()], vec![output.clone()]].concat(),
            );)+
            $(add(
                stringify!($r),
                ravel_sys::$r as *const () as usize,
                words(&["*const ravel_array", "i32", "*const i32", "u64"]),
            );)+
            $(add(
                stringify!($c),
                ravel_sys::$c as *const () as usize,
                words(&["*const ravel_array", "i32", "*const i32", "f64", "u64"]),
            );)+
            $(add(
                stringify!($a),
                ravel_sys::$a as *const () as usize,
                words(&["*const ravel_array", "i32", "u64"]),
            );)+
        };
    }
    ravel_sys::for_each_function!(rows);
    functions
}

#[test]
fn functions_are_those_of_the_headers() {
    let headers = match headers() {
        Some(headers) => headers,
        None => return println!("no headers were found at build time"),
    };
    let (c, rust) = (c_functions(&headers), rust_functions());
    assert!(c.len() > 80, "only {} functions in the headers", c.len());
    for (name, types) in &c {
        assert_eq!(Some(types), rust.get(name), "{name}");
    }
    for name in rust.keys() {
        assert!(c.contains_key(name), "the headers have no {name}");
    }
}

fn number(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches("UINT64_C(").trim_end_matches(')');
    match text {
        "INT64_MIN" | "i64::MIN" => Some(i64::MIN),
        _ => text.parse().ok(),
    }
}

#[test]
fn constants_are_those_of_the_headers() {
    let headers = match headers() {
        Some(headers) => headers,
        None => return println!("no headers were found at build time"),
    };
    let mut c = BTreeMap::new();
    for line in headers.lines().filter_map(|line| line.trim().strip_prefix("#define RAVEL_")) {
        if let Some((name, text)) = line.split_once(' ') {
            c.extend(number(text).map(|value| (name, value)));
        }
    }
    let mut rust = BTreeMap::new();
    for line in include_str!("../src/lib.rs").lines().filter_map(|line| line.strip_prefix("pub const RAVEL_")) {
        let (name, rest) = line.split_once(": ").unwrap();
        let (_, text) = rest.trim_end_matches(';').split_once(" = ").unwrap();
        rust.insert(name, number(text).unwrap());
    }
    assert!(c.len() > 90, "only {} constants in the headers", c.len());
    assert_eq!(c, rust);
}
