#!/bin/sh
# oracle.sh FOLDER WRITER DIGESTS: the writer, which asks the oracle first, would write what is committed.
set -eu
"$2" "$1/digests.txt"
diff "$3" "$1/digests.txt"
