#!/bin/sh
# get-julia.sh [FOLDER]: prints the path of a julia to test with. Where none is installed it unpacks Julia 1.5 into FOLDER,
# by default in the user's cache: from the Debian release that last had it, by the mirror that apt already uses, together
# with the libraries it was built for. Nothing is installed, no file of the system is touched, root is not needed; a
# second run finds what the first one left. Exits with 77 where that cannot be done. Its Pkg cannot download; everything
# that the binding needs is there.
set -eu
release=bullseye
folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/ravel/julia}

cannot() {
    echo "get-julia: $*" >&2
    exit 77
}
if command -v julia >/dev/null 2>&1; then
    command -v julia
    exit
fi
if [ -x "$folder/julia" ]; then
    echo "$folder/julia"
    exit
fi
command -v apt-get >/dev/null 2>&1 || cannot "there is no julia and no apt-get"
[ -r /usr/share/keyrings/debian-archive-keyring.gpg ] || cannot "there is no julia, and this is not Debian"

codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
mirror=$(apt-get indextargets --format '$(CREATED_BY) $(CODENAME) $(COMPONENT) $(REPO_URI)' |
    awk -v codename="$codename" '$1 == "Packages" && $2 == codename && $3 == "main" { print $4; exit }')
[ -n "$mirror" ] || cannot "apt has no mirror for the main part of $codename"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/none" "$work/root"
: >"$work/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $release main" >"$work/sources.list"
# An apt of our own: its sources, lists and cache are all in the work folder.
apt() {
    apt-get -q -q -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/none" \
        -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts="$work/none" \
        -o Dir::State::status="$work/status" -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" \
        -o Acquire::Languages=none -o APT::Sandbox::User= "$@" >&2
}
packages='julia julia-common libjulia1 libllvm9 libffi7 libgit2-1.1 libhttp-parser2.9 libmbedcrypto3 libmbedtls12
libmbedx509-0 libopenlibm3 libunwind8 libdsfmt-19937-1 libutf8proc2 libpcre2-8-0 libmpfr6 libgmp10 libgfortran5
libquadmath0 libssh2-1 libz3-4 libedit2 libbsd0 libpcre3'
apt update || cannot "the mirror has no $release"
# shellcheck disable=SC2086 # a list of words
(cd "$work/cache" && apt download $packages) || cannot "the mirror lacks a package of $release"
for package in "$work"/cache/*.deb; do
    dpkg-deb -x "$package" "$work/root"
done

mkdir -p "$folder"
cp -a "$work/root/." "$folder/"
libraries=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")
cat >"$folder/julia.new" <<LAUNCHER
#!/bin/sh
folder='$folder'
LD_LIBRARY_PATH="\$folder/usr/lib/$libraries:\$folder/lib/$libraries\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}"
export LD_LIBRARY_PATH
exec "\$folder/usr/bin/julia" --startup-file=no "\$@"
LAUNCHER
chmod +x "$folder/julia.new"
"$folder/julia.new" -e 'VERSION' || cannot "the unpacked julia does not start"
mv "$folder/julia.new" "$folder/julia"
echo "$folder/julia"
