//! What must not compile does not: small programs go to rustc with the crate just built. Each has a twin that differs in
//! the mistake alone and compiles, so that none is refused for another reason.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the crates that cargo built for this test, and the newest build of `ravel` in it.
fn crates() -> (PathBuf, PathBuf) {
    let folder = env::current_exe().unwrap().parent().unwrap().to_path_buf();
    let newest = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.starts_with("libravel-") && name.ends_with(".rlib")
        })
        .max_by_key(|path| fs::metadata(path).unwrap().modified().unwrap())
        .expect("cargo has built the crate");
    (folder, newest)
}

/// What rustc says to a function of this body, which gives a `ravel::Result<()>`.
fn compile(name: &str, body: &str) -> (bool, String) {
    let (folder, library) = crates();
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&work).unwrap();
    let source = work.join("program.rs");
    let head = "#![allow(unused)]\nuse ravel::*;\npub fn program() -> ravel::Result<()> {\n";
    fs::write(&source, format!("{head}{body}\nOk(())\n}}\n")).unwrap();
    let output = Command::new(env::var("RUSTC").unwrap_or_else(|_| "rustc".into()))
        .args(["--edition", "2021", "--crate-type", "lib", "--emit", "metadata", "--out-dir"])
        .arg(&work)
        .arg("-L")
        .arg(format!("dependency={}", folder.display()))
        .arg("--extern")
        .arg(format!("ravel={}", library.display()))
        .arg(&source)
        .output()
        .expect("rustc runs");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// `wrong` must be refused with this error and no other, `right` must compile.
fn refused(name: &str, error: &str, wrong: &str, right: &str) {
    let (compiled, said) = compile(&format!("{name}_right"), right);
    assert!(compiled, "{name}: the right program does not compile:\n{said}");
    let (compiled, said) = compile(&format!("{name}_wrong"), wrong);
    assert!(!compiled, "{name}: the wrong program compiles");
    let mut codes: Vec<&str> =
        said.lines().filter(|line| line.starts_with("error[")).map(|line| &line[6..11]).collect();
    codes.dedup();
    assert_eq!(codes, [error], "{name}: {said}");
}

#[test]
fn a_view_cannot_outlive_its_memory() {
    refused(
        "outlives",
        "E0597",
        "let view; { let memory = vec![1.0, 2.0]; view = View::from_slice(&memory)?; } view.ndim();",
        "let view; let memory = vec![1.0, 2.0]; { view = View::from_slice(&memory)?; } view.ndim();",
    );
}

#[test]
fn a_view_of_a_view_cannot_outlive_the_memory_but_the_view() {
    refused(
        "outlives_slice",
        "E0505",
        "let memory = vec![1.0, 2.0]; let view = View::from_slice(&memory)?; let part = view.slice(&[on(0, 1..)])?;
         drop(view); drop(memory); part.ndim();",
        "let memory = vec![1.0, 2.0]; let view = View::from_slice(&memory)?; let part = view.slice(&[on(0, 1..)])?;
         drop(view); part.ndim(); drop(memory);",
    );
}

#[test]
fn memory_cannot_move_under_a_view() {
    refused(
        "moves",
        "E0502",
        "let mut memory = vec![1.0, 2.0]; let view = View::from_slice(&memory)?; memory.push(3.0); view.ndim();",
        "let mut memory = vec![1.0, 2.0]; let view = View::from_slice(&memory)?; view.ndim(); memory.push(3.0);",
    );
}

#[test]
fn memory_cannot_be_read_while_it_is_an_output() {
    refused(
        "read_while_written",
        "E0502",
        "let mut memory = [1.0]; let mut out = ViewMut::from_slice(&mut memory)?; let x = View::from_slice(&memory)?;
         Context::new()?.copy(&x, &mut out)?;",
        "let mut memory = [1.0]; let other = [2.0]; let mut out = ViewMut::from_slice(&mut memory)?;
         let x = View::from_slice(&other)?; Context::new()?.copy(&x, &mut out)?;",
    );
}

#[test]
fn two_parts_of_one_output_exclude_each_other() {
    refused(
        "two_parts",
        "E0499",
        "let mut memory = [1.0, 2.0]; let mut out = ViewMut::from_slice(&mut memory)?;
         let a = out.slice(&[on(0, 1..)])?; let b = out.slice(&[on(0, ..1)])?; a.ndim();",
        "let mut memory = [1.0, 2.0]; let mut out = ViewMut::from_slice(&mut memory)?;
         let a = out.slice(&[on(0, 1..)])?; a.ndim(); let b = out.slice(&[on(0, ..1)])?;",
    );
}

#[test]
fn a_view_that_only_reads_is_no_output() {
    refused(
        "read_only",
        "E0277",
        "let memory = [1.0]; Context::new()?.full(1.0, &mut View::from_slice(&memory)?)?;",
        "let mut memory = [1.0]; Context::new()?.full(1.0, &mut ViewMut::from_slice(&mut memory)?)?;",
    );
}

#[test]
fn a_closure_cannot_outlive_what_it_borrows() {
    refused(
        "closure",
        "E0597",
        "let kernel; { let factor = 2.0;
         kernel = Kernel::builder(\"f\")?.one_thread(|x: &[f64], out: &mut [f64]| out[0] = factor * x[0])?; }
         kernel.name();",
        "let factor = 2.0; let kernel;
         kernel = Kernel::builder(\"f\")?.one_thread(|x: &[f64], out: &mut [f64]| out[0] = factor * x[0])?;
         kernel.name();",
    );
}

#[test]
fn a_closure_for_many_threads_must_be_thread_safe() {
    refused(
        "sync",
        "E0277",
        "let count = std::cell::Cell::new(0);
         Kernel::builder(\"f\")?.any_thread(|x: &[f64], out: &mut [f64]| count.set(1))?;",
        "let count = std::cell::Cell::new(0);
         Kernel::builder(\"f\")?.one_thread(|x: &[f64], out: &mut [f64]| count.set(1))?;",
    );
}

#[test]
fn a_context_serves_one_thread_at_a_time() {
    refused(
        "context",
        "E0277",
        "let context = Context::new()?; std::thread::scope(|s| { s.spawn(|| context.trim()); });",
        "let context = Context::new()?; std::thread::scope(|s| { s.spawn(move || context.trim()); });",
    );
}
