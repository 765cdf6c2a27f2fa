/* unit_sha256.c: the tests' own SHA-256 against the vectors that NIST publishes for it. */
#include "support/run_suite.h"
#include "support/sha256.h"
#include <stdlib.h>
#include <string.h>

/* From the examples to FIPS 180-4, and the CAVP's short messages. */
static const struct {
    const char *message;
    size_t n_repeats;
    const char *digest;
} vectors[] = {
    {"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
     1, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    {"a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    {"\xd3", 1, "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"},
};

START_TEST(published_vectors)
{
    char text[SHA256_TEXT];
    sha256 hash;
    sha256_begin(&hash);
    for (size_t i = 0; i < vectors[_i].n_repeats; i++)
        sha256_add(&hash, vectors[_i].message, strlen(vectors[_i].message));
    sha256_end(&hash, text);
    ck_assert_str_eq(text, vectors[_i].digest);
}
END_TEST

/* However the bytes come in, the digest is the same; for every length around the padding's borders. */
START_TEST(in_pieces)
{
    unsigned char bytes[200];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 7);
    for (size_t n = 0; n <= sizeof bytes; n++)
        for (size_t piece = 1; piece <= 130; piece += 43) {
            char whole[SHA256_TEXT], pieces[SHA256_TEXT];
            sha256 hash;
            sha256_begin(&hash);
            sha256_add(&hash, bytes, n);
            sha256_end(&hash, whole);
            sha256_begin(&hash);
            for (size_t done = 0; done < n; done += piece)
                sha256_add(&hash, bytes + done, n - done < piece ? n - done : piece);
            sha256_end(&hash, pieces);
            ck_assert_str_eq(whole, pieces);
        }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sha256");
    TCase *cases = tcase_create("sha256");
    tcase_add_loop_test(cases, published_vectors, 0, (int)(sizeof vectors / sizeof *vectors));
    tcase_add_test(cases, in_pieces);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
