# build.sh: `build FOLDER PROGRAM...` for test.sh and demo.sh, which read this file: builds programs with the installed
# library, as pkg-config says.
cc=${CC:-cc}
for tool in "$cc" pkg-config; do
    command -v "$tool" >/dev/null 2>&1 || {
        echo "there is no $tool"
        exit 77
    }
done
build() {
    folder=$1
    shift
    for program; do
        # shellcheck disable=SC2046,SC2086 # lists of options
        $cc -std=c11 -O2 -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes \
            -Wmissing-prototypes -Wpointer-arith -Wcast-align -Wwrite-strings -Wundef -Wvla -Werror ${CFLAGS:-} \
            -o "$folder/$program" "$program.c" arrays.c checksum.c npy.c png.c $(pkg-config --cflags --libs ravel)
    done
}
