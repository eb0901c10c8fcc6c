/* Feeds files to a fuzz target once each, without libFuzzer: how the corpus runs in `make test`.
 * What goes into a corpus and how it grows is tests/fuzz/run's matter. */
#include <errno.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

/* The file in a heap block of exactly its size, so that a read past its end is seen. */
static int feed_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return -errno;
    long end = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
    size_t n = end > 0 ? (size_t)end : 0;
    uint8_t *data = malloc(n ? n : 1);
    rewind(f);
    int err = end >= 0 && data && fread(data, 1, n, f) == n ? 0 : -EIO;
    fclose(f);
    if (!err)
        LLVMFuzzerTestOneInput(data, n);
    free(data);
    return err;
}

int main(int argc, char **argv)
{
    int status = 0;
    if (LLVMFuzzerInitialize)
        LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++) {
        printf("%s\n", argv[i]); /* the last line names the file that broke it */
        fflush(stdout);
        int err = feed_file(argv[i]);
        if (err) {
            fprintf(stderr, "%s: %s\n", argv[i], strerror(-err));
            status = 1;
        }
    }
    return status;
}
