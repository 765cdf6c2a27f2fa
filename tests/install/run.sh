#!/bin/sh
# run.sh prefix|deb|rpm: installs the library of the build folder RAVEL_BUILD in one form, then builds and runs C and C++
# programs against it: by pkg-config, by pkg-config --static, and by find_package with the shared and the static library.
set -eu
form=$1
: "${RAVEL_BUILD:=build/release}" "${CC:=cc}" "${CXX:=c++}"
cd "$RAVEL_BUILD"
build=$PWD
cd - >/dev/null
cd "$(dirname "$0")/consumer"

missing() {
    echo "$1 is missing"
    [ "${RAVEL_REQUIRE_ALL:-}" = 1 ] && exit 1
    exit 77
}
need() {
    command -v "$1" >/dev/null 2>&1 || missing "$1"
}
fail() {
    echo "FAIL: $*"
    exit 1
}
need readelf
need pkg-config
need "$CXX"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make_packages() {
    (cd "$build" && cpack -G "$1" -B "$work/packages" >"$work/cpack.log" 2>&1) || { cat "$work/cpack.log"; fail "cpack -G $1"; }
}

# Puts an installed tree at $root, with its prefix at $prefix.
root=$work/root
case $form in
prefix)
    cmake --install "$build" --prefix "$work/before" >/dev/null
    mv "$work/before" "$root" # nothing in it may remember where it was
    prefix=$root
    grep -rIl "$work/before" "$root" && fail "files name the prefix they were installed to"
    ;;
deb)
    need dpkg-deb
    need dpkg-shlibdeps
    need file
    make_packages DEB
    runtime=$(echo "$work"/packages/libravel0_*.deb) development=$(echo "$work"/packages/libravel-dev_*.deb)
    for package in "$runtime" "$development"; do
        dpkg-deb -x "$package" "$root"
    done
    dpkg-deb -f "$runtime" Depends | grep -q 'libc6 (>= ' || fail "libravel0 does not depend on libc6"
    version=$(dpkg-deb -f "$runtime" Version)
    dpkg-deb -f "$development" Depends | grep -qF "libravel0 (= $version)" || fail "libravel-dev does not depend on libravel0 (= $version)"
    dpkg-deb -c "$runtime" | grep -E '\.(h|a|pc|cmake|so)$' && fail "libravel0 has what libravel-dev should have"
    dpkg-deb --ctrl-tarfile "$runtime" | tar -xO ./shlibs | grep -q '^libravel 0 libravel0' || fail "libravel0 has no shlibs"
    prefix=$root/usr
    ;;
rpm)
    need rpm
    need rpmbuild
    need rpm2archive
    make_packages RPM
    mkdir "$root"
    for package in "$work"/packages/ravel-*.rpm; do
        rpm2archive "$package"
        tar -xf "$package.tgz" -C "$root"
    done
    rpm -qp --provides "$work"/packages/ravel-[0-9]*.rpm | grep -q '^libravel\.so\.0(RAVEL_0)(64bit)' || fail "ravel does not provide libravel.so.0(RAVEL_0)"
    prefix=$root/usr
    ;;
*) fail "unknown form $form" ;;
esac

pc=$(find "$root" -name ravel.pc)
[ -n "$pc" ] || fail "no ravel.pc"
libdir=$(dirname "$(dirname "$pc")")
grep -rIl -e "$build" "$root" && fail "installed files name the build folder"
[ "$(readlink "$libdir/libravel.so.0")" ] || fail "no link libravel.so.0"
find_prefix="-DCMAKE_PREFIX_PATH=$prefix"
[ $form != rpm ] || find_prefix="-Dravel_DIR=$libdir/cmake/ravel" # other systems do not look into lib64
export PKG_CONFIG_PATH="$libdir/pkgconfig" PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1

needs_library() {
    readelf -d "$1" | grep -q 'NEEDED.*\[libravel\.so\.0\]'
}
run_shared() {
    needs_library "$1" || fail "$1 does not use the shared library"
    LD_LIBRARY_PATH="$libdir" "$1" || fail "$1 with the shared library: exit $?"
    echo "ok: $2, shared"
}
# Run with the shared library out of the way, to be sure.
run_static() {
    needs_library "$1" && fail "$1 needs libravel.so.0"
    env -u LD_LIBRARY_PATH "$1" || fail "$1 with the static library: exit $?"
    echo "ok: $2, static"
}

for language in c c++; do
    compiler=$CC
    [ $language = c ] || compiler=$CXX
    # shellcheck disable=SC2046 # pkg-config gives words
    {
        "$compiler" -x $language program.c -x none -o "$work/shared-$language" $(pkg-config --cflags --libs ravel)
        run_shared "$work/shared-$language" "$language by pkg-config"
        "$compiler" -x $language program.c -x none -static -o "$work/static-$language" $(pkg-config --static --cflags --libs ravel)
        run_static "$work/static-$language" "$language by pkg-config --static"
    }
done

for language in C CXX; do
    cmake -G Ninja -S . -B "$work/cmake-$language" -DLANGUAGE=$language "$find_prefix" \
        -DCMAKE_FIND_USE_CMAKE_SYSTEM_PATH=OFF >"$work/log" 2>&1 || { cat "$work/log"; fail "find_package in $language"; }
    cmake --build "$work/cmake-$language" >"$work/log" 2>&1 || { cat "$work/log"; fail "build with find_package in $language"; }
    run_shared "$work/cmake-$language/with_shared" "$language by find_package"
    run_static "$work/cmake-$language/with_static" "$language by find_package"
done
for request in 0.0 0.2 1.0; do
    cmake -G Ninja -S . -B "$work/refused" -DREQUEST=$request "$find_prefix" >"$work/log" 2>&1 &&
        fail "find_package(ravel $request) was not refused"
    tr '\n' ' ' <"$work/log" | grep -q 'compatible *with requested version' || { cat "$work/log"; fail "refused for another reason"; }
done
echo "ok: other minor versions are refused"

# As a subproject it brings its two targets and nothing else. Configured only: building it is what the build is for.
[ $form = prefix ] || exit 0
cmake -G Ninja -S . -B "$work/subproject" -DSUBPROJECT="$(cd ../../.. && pwd)" >"$work/log" 2>&1 || { cat "$work/log"; fail "add_subdirectory"; }
[ ! -e "$work/subproject/ravel/tests" ] || fail "a subproject builds its tests"
echo "ok: configures as a subproject"
