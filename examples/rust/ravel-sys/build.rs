//! Finds the installed library: `RAVEL_LIB_DIR` if it is set, else pkg-config (and what `PKG_CONFIG_PATH` tells it).
//! `RAVEL_STATIC=1` links libravel.a. Tells dependants' build scripts the headers' place in `DEP_RAVEL_INCLUDE`.

use std::env;
use std::path::Path;
use std::process::Command;

fn main() {
    for name in ["RAVEL_LIB_DIR", "RAVEL_STATIC", "PKG_CONFIG", "PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR"] {
        println!("cargo:rerun-if-env-changed={name}");
    }
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("DOCS_RS").is_some() {
        return; // documentation needs no library
    }
    let linkage = match env::var("RAVEL_STATIC") {
        Ok(value) if !value.is_empty() && value != "0" => Linkage::Static,
        _ => Linkage::Shared,
    };
    match env::var("RAVEL_LIB_DIR") {
        Ok(folder) => use_folder(Path::new(&folder), linkage),
        Err(_) => use_pkg_config(linkage),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Linkage {
    Shared,
    Static,
}

impl Linkage {
    fn link(self) {
        match self {
            Linkage::Shared => println!("cargo:rustc-link-lib=dylib=ravel"),
            Linkage::Static => {
                println!("cargo:rustc-link-lib=static=ravel");
                println!("cargo:rustc-link-lib=pthread");
            }
        }
    }
}

fn tell_include(folder: &str) {
    println!("cargo:include={folder}");
    println!("cargo:rustc-env=RAVEL_INCLUDE_DIR={folder}"); // for this crate's own tests
}

fn use_folder(folder: &Path, linkage: Linkage) {
    let file = match linkage {
        Linkage::Shared => "libravel.so",
        Linkage::Static => "libravel.a",
    };
    if !folder.join(file).exists() && !folder.join("libravel.dylib").exists() {
        panic!("RAVEL_LIB_DIR is {}, which has no {file}", folder.display());
    }
    println!("cargo:rustc-link-search=native={}", folder.display());
    linkage.link();
    if let Some(include) = folder.ancestors().map(|up| up.join("include")).find(|it| it.join("ravel/ravel.h").exists())
    {
        tell_include(&include.display().to_string());
    }
}

fn use_pkg_config(linkage: Linkage) {
    pkg_config(&["--exists", "--print-errors", "ravel >= 0.1", "ravel < 0.2"]);
    // pkg-config leaves out a -L of the system's own folders, which a static library needs all the same
    println!("cargo:rustc-link-search=native={}", pkg_config(&["--variable=libdir", "ravel"]).trim());
    for word in pkg_config(&["--libs-only-L", "ravel"]).split_whitespace() {
        println!("cargo:rustc-link-search=native={}", word.trim_start_matches("-L"));
    }
    linkage.link();
    tell_include(pkg_config(&["--variable=includedir", "ravel"]).trim());
}

fn pkg_config(arguments: &[&str]) -> String {
    let program = env::var("PKG_CONFIG").unwrap_or_else(|_| "pkg-config".into());
    let output = match Command::new(&program).args(arguments).output() {
        Ok(output) => output,
        Err(error) => panic!(
            "could not run {program} ({error}). Install pkg-config, or set RAVEL_LIB_DIR to the folder of libravel.so"
        ),
    };
    if !output.status.success() {
        panic!(
            "pkg-config does not find ravel 0.1:\n{}\
             Install libravel-dev, or put the folder of ravel.pc in PKG_CONFIG_PATH, \
             or set RAVEL_LIB_DIR to the folder of libravel.so",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    String::from_utf8(output.stdout).expect("pkg-config answers in UTF-8")
}
