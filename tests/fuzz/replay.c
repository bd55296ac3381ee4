/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzz target over the files of its corpus, without a fuzzer: what a fuzzer once found stays mended. Each file is a test;
 * a file that brings the target down ends the program, and its name is the last line. Besides each file as it is, the target gets
 * every file cut in half and with its bytes reversed, so that a small corpus still reaches the paths for broken input.
 * usage: replay FOLDER
 */
#define _DEFAULT_SOURCE
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

/* A copy that ends where the data ends, so that a sanitizer sees a read past it. */
static void run(const uint8_t *data, size_t n, int reversed)
{
    uint8_t *copy = malloc(n ? n : 1);
    if (!copy) exit(1);
    for (size_t i = 0; i < n; i++) copy[i] = data[reversed ? n - 1 - i : i];
    LLVMFuzzerTestOneInput(copy, n);
    free(copy);
}

static void replay(const char *path)
{
    static uint8_t data[1 << 22];
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        exit(1);
    }
    size_t n = fread(data, 1, sizeof data, f);
    fclose(f);
    run(data, n, 0);
    run(data, n / 2, 0);
    run(data, n, 1);
}

int main(int argc, char **argv)
{
    char path[4096];
    struct dirent **entries;
    int n_passed = 0, n = argc == 2 ? scandir(argv[1], &entries, NULL, alphasort) : -1;
    if (n < 0) {
        fprintf(stderr, "usage: replay FOLDER (with a corpus in it)\n");
        return 1;
    }
    if (LLVMFuzzerInitialize) LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 0; i < n; i++) {
        if (entries[i]->d_name[0] != '.') {
            snprintf(path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
            printf("%s\n", path);
            fflush(stdout);
            replay(path);
            n_passed++;
        }
        free(entries[i]);
    }
    free(entries);
    printf("%d passed, %d failed\n", n_passed, n_passed ? 0 : 1);
    return n_passed ? 0 : 1;
}
