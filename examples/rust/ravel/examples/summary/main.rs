//! Statistics of the elevation model, whole, by row and by column, as examples/README.md says.
//! Reads $RAVEL_DEM_DIR, writes $RAVEL_DEMO_OUT.

#[allow(dead_code)] // the picture is the other demo's
#[path = "../relief/files.rs"]
mod files;

use files::Npy;
use ravel::{Context, Kernel, ReduceOptions, View, ViewMut};
use std::error::Error;
use std::path::PathBuf;

const STATISTICS: [&str; 4] = ["min", "max", "mean", "std"];

fn main() -> Result<(), Box<dyn Error>> {
    let source = folder("RAVEL_DEM_DIR")?;
    let target = folder("RAVEL_DEMO_OUT")?;
    let context = Context::new()?;
    let file = Npy::read(&source.join("elevation.npy"))?;
    let elevation = file.view::<i16>()?;

    let mut bytes = Vec::new();
    for (name, axis) in [("whole", None), ("row", Some(1)), ("column", Some(0))] {
        let results = summarise(&context, &elevation, axis)?;
        if axis.is_none() {
            let (min, max, mean, std) = (results[0][0], results[1][0], results[2][0], results[3][0]);
            println!("  whole   min {min}, max {max}, mean {mean:.3}, std {std:.3}");
        } else {
            let (highest, most_rugged) = (largest(&context, &results[2])?, largest(&context, &results[3])?);
            println!("  {name:<7} {highest} is the highest on average, {most_rugged} the most rugged");
        }
        bytes.extend(results.concat().iter().flat_map(|x| x.to_ne_bytes()));
    }
    std::fs::write(target.join("rust.summary"), &bytes)?;
    println!("  wrote   {} numbers", bytes.len() / 8);
    Ok(())
}

fn folder(variable: &str) -> Result<PathBuf, String> {
    let value = std::env::var_os(variable);
    value
        .map(PathBuf::from)
        .ok_or(format!("the environment variable {variable} must name a folder; `./dev demo` sets it"))
}

/// The statistics along an axis, or of all.
fn summarise(context: &Context, elevation: &View<'_, i16>, axis: Option<i32>) -> ravel::Result<Vec<Vec<f64>>> {
    let shape = axis.map_or(vec![], |axis| vec![elevation.shape()[1 - axis as usize]]);
    let axes = axis.map(|axis| [axis]);
    let mut all = Vec::new();
    for name in STATISTICS {
        let mut results = vec![0.0; shape.iter().product()];
        let out = &mut ViewMut::new(&mut results, &shape)?;
        let axes = axes.as_ref().map(|axes| axes.as_slice());
        context.reduce(&Kernel::find(name)?, elevation, axes, &ReduceOptions::default(), out)?;
        all.push(results);
    }
    Ok(all)
}

/// Which of the numbers is the largest, by ravel.
fn largest(context: &Context, numbers: &[f64]) -> ravel::Result<i64> {
    let mut index = [0i64];
    context.argmax(View::new(numbers, &[numbers.len()])?, None, &mut ViewMut::new(&mut index, &[])?)?;
    Ok(index[0])
}
