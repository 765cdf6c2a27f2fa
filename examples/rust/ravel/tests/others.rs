//! Functions that are no kernels.

use ravel::{Context, Status, View, ViewMut};

#[test]
fn differences() {
    let context = Context::new().unwrap();
    let (squares, mut first, mut second) = ([0i32, 1, 4, 9, 16, 25], [0i32; 4], [0i32; 2]);
    let table = View::new(&squares, &[2, 3]).unwrap();
    context.diff(&table, 1, 1, &mut ViewMut::new(&mut first, &[2, 2]).unwrap()).unwrap();
    assert_eq!(first, [1, 3, 7, 9]);
    context.diff(&table, -1, 2, &mut ViewMut::new(&mut second, &[2, 1]).unwrap()).unwrap();
    assert_eq!(second, [2, 2]);
    let error = context.diff(&table, 0, -1, &mut ViewMut::new(&mut second, &[2, 1]).unwrap()).unwrap_err();
    assert_eq!(error.status, Status::INVALID_ARGUMENT);
}
