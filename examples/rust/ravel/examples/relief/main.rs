//! A shaded relief of the Jacksboro fault, as examples/README.md says, and what ravel says to classic mistakes.
//! Reads $RAVEL_DEM_DIR, writes $RAVEL_DEMO_OUT.

mod files;
mod mistakes;

use files::{write_png, Npy};
use ravel::{on, ApplyOptions, Casting, Context, InPlace, Kernel, View, ViewMut};
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

/// What the sum, the smallest and the largest grey value must be, on every machine.
const EXPECTED: (u64, u8, u8) = (21_781_888, 0, 255);

fn main() -> Result<(), Box<dyn Error>> {
    let source = folder("RAVEL_DEM_DIR")?;
    let target = folder("RAVEL_DEMO_OUT")?;
    let (major, minor, patch) = ravel::version();
    println!("ravel {major}.{minor}.{patch} from Rust");

    let elevation = Npy::read(&source.join("elevation.npy"))?;
    let (dx, dy) = (Npy::read(&source.join("dx.npy"))?, Npy::read(&source.join("dy.npy"))?);
    let ymin = Npy::read(&source.join("ymin.npy"))?;

    let context = Context::new()?;
    let elevation = elevation.view::<i16>()?;
    println!("  elevation, as it lies in the file: {elevation:?}");
    let began = Instant::now();
    let grey = shaded_relief(&context, &elevation, &dx.view()?, &dy.view()?, &ymin.view()?)?;
    let took = began.elapsed();
    let shape: Vec<usize> = elevation.shape().iter().map(|n| n - 2).collect();
    println!("  shaded relief of {} x {} points: 26 calls, {:.2} ms", shape[0], shape[1], took.as_secs_f64() * 1e3);

    let found = summary(&context, &View::new(&grey, &shape)?)?;
    println!("  sum {}, min {}, max {} of the grey values", found.0, found.1, found.2);
    if found != EXPECTED {
        return Err(format!("the grey values are wrong: {found:?} instead of {EXPECTED:?}").into());
    }
    let picture = target.join("rust.png");
    write_png(&picture, shape[1], shape[0], &grey)?;
    std::fs::write(target.join("rust.gray"), &grey)?;
    println!("  picture: {}", picture.display());

    mistakes::make_all(&context)
}

fn folder(variable: &str) -> Result<PathBuf, String> {
    let value = std::env::var_os(variable);
    value
        .map(PathBuf::from)
        .ok_or(format!("the environment variable {variable} must name a folder; `./dev demo` sets it"))
}

/// The grey values of all points that have four neighbours.
fn shaded_relief(
    context: &Context,
    elevation: &View<'_, i16>,
    dx: &View<'_, f64>,
    dy: &View<'_, f64>,
    ymin: &View<'_, f64>,
) -> ravel::Result<Vec<u8>> {
    let full = elevation.shape();
    let shape = [full[0] - 2, full[1] - 2];
    let n = shape[0] * shape[1];

    // The distance of two cells in metres.
    let (mut shrink, mut span_east, mut span_north) = ([0.0], [0.0], [0.0]);
    let mut out = ViewMut::new(&mut shrink, &[])?;
    context.multiply(ymin, 0.017453292519943295, &mut out)?;
    context.cos(InPlace, &mut out)?;
    let mut out = ViewMut::new(&mut span_east, &[])?;
    context.multiply(dx, 222400.0, &mut out)?;
    context.multiply(InPlace, View::new(&shrink, &[])?, &mut out)?;
    context.multiply(dy, 222400.0, &mut ViewMut::new(&mut span_north, &[])?)?;

    // Gradients: the same memory, shifted by two.
    let mut height = vec![0.0; full[0] * full[1]];
    context.multiply(elevation, 2.0, &mut ViewMut::new(&mut height, &full)?)?;
    let height = View::new(&height, &full)?;
    let west = height.slice(&[on(0, (1, -1)), on(1, ..-2)])?;
    let east = height.slice(&[on(0, (1, -1)), on(1, 2..)])?;
    let north = height.slice(&[on(0, ..-2), on(1, (1, -1))])?;
    let south = height.slice(&[on(0, 2..), on(1, (1, -1))])?;
    let (mut rise_east, mut rise_north) = (vec![0.0; n], vec![0.0; n]);
    let mut rise_east = ViewMut::new(&mut rise_east, &shape)?;
    let mut rise_north = ViewMut::new(&mut rise_north, &shape)?;
    context.subtract(&east, &west, &mut rise_east)?;
    context.divide(InPlace, View::new(&span_east, &[])?, &mut rise_east)?;
    context.subtract(&north, &south, &mut rise_north)?;
    context.divide(InPlace, View::new(&span_north, &[])?, &mut rise_north)?;

    // Slope and aspect.
    let (mut slope, mut aspect) = (vec![0.0; n], vec![0.0; n]);
    let mut slope = ViewMut::new(&mut slope, &shape)?;
    let mut aspect = ViewMut::new(&mut aspect, &shape)?;
    context.hypot(&rise_east, &rise_north, &mut slope)?;
    context.atan2(InPlace, 1.0, &mut slope)?;
    context.negative(InPlace, &mut rise_east)?;
    context.negative(InPlace, &mut rise_north)?;
    context.atan2(&rise_east, &rise_north, &mut aspect)?;

    // The light of a sun in the north-west, 45 degrees high.
    context.subtract(InPlace, 5.497787143782138, &mut aspect)?;
    context.cos(InPlace, &mut aspect)?; // facing
    let (mut tilt, mut light) = (rise_east, rise_north); // memory to use again
    context.sin(&slope, &mut tilt)?;
    context.cos(InPlace, &mut slope)?; // level
    context.multiply(&tilt, &aspect, &mut light)?;
    context.add(InPlace, &slope, &mut light)?;
    context.multiply(InPlace, std::f64::consts::FRAC_1_SQRT_2, &mut light)?; // 0.7071067811865476

    // Grey values; the cast drops the fraction.
    context.multiply(InPlace, 255.0, &mut light)?;
    context.add(InPlace, 0.5, &mut light)?;
    context.clip(InPlace, 0.0, 255.0, &mut light)?;
    let mut grey = vec![0u8; n];
    let any_cast = ApplyOptions { casting: Some(Casting::Unsafe), ..ApplyOptions::default() };
    let out = &mut ViewMut::new(&mut grey, &shape)?;
    context.apply_with(&Kernel::find("copy")?, &[&light], &any_cast, &mut [Some(out)])?;
    Ok(grey)
}

/// Sum, smallest and largest.
fn summary(context: &Context, grey: &View<'_, u8>) -> ravel::Result<(u64, u8, u8)> {
    let (mut sum, mut min, mut max) = ([0u64], [0u8], [0u8]);
    context.sum(grey, None, &mut ViewMut::new(&mut sum, &[])?)?;
    context.min(grey, None, &mut ViewMut::new(&mut min, &[])?)?;
    context.max(grey, None, &mut ViewMut::new(&mut max, &[])?)?;
    Ok((sum[0], min[0], max[0]))
}
