/* Notes every change that a program makes to the files of one folder, in order, with the bytes: what
 * a disk would have been asked to do. Loaded by LD_PRELOAD. The notes are read by cuts.rs.
 *
 * One note: kind (1 byte), length of the path (2), the path, offset (8), length of the bytes (4), the
 * bytes; numbers in the order of the machine. A write is noted before it is made and a sync after it
 * has ended, so that no note promises more than the disk did. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static int notes = -1;
static const char *under = NULL;

static void begin(void) {
    pthread_mutex_lock(&order);
    if (notes == -1) {
        const char *path = getenv("TANDEM_RECORD");
        under = getenv("TANDEM_RECORD_UNDER");
        notes = path && under
                    ? (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0600)
                    : -2;
    }
}

/* The path of a file of the folder; 0 for any other. */
static int path_of(int fd, char *path, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, path, size - 1);
    if (n <= 0 || notes < 0) return 0;
    path[n] = 0;
    return strncmp(path, under, strlen(under)) == 0;
}

static void put(const void *bytes, size_t length) {
    const char *at = bytes;
    while (length > 0) {
        ssize_t n = syscall(SYS_write, notes, at, length);
        if (n <= 0) abort();
        at += n;
        length -= (size_t)n;
    }
}

static void note(char kind, const char *path, uint64_t offset, const void *bytes, uint32_t length) {
    uint16_t path_length = (uint16_t)strlen(path);
    put(&kind, 1);
    put(&path_length, 2);
    put(path, path_length);
    put(&offset, 8);
    put(&length, 4);
    put(bytes, length);
}

static ssize_t pwrite_noted(int fd, const void *bytes, size_t length, off64_t offset) {
    char path[4096];
    begin();
    if (path_of(fd, path, sizeof path)) note('w', path, (uint64_t)offset, bytes, (uint32_t)length);
    ssize_t done = syscall(SYS_pwrite64, fd, bytes, length, offset);
    pthread_mutex_unlock(&order);
    return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    return pwrite_noted(fd, bytes, length, offset);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    return pwrite_noted(fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    char path[4096];
    begin();
    if (path_of(fd, path, sizeof path)) {
        struct stat about;
        int flags = (int)syscall(SYS_fcntl, fd, F_GETFL);
        off_t offset = (flags & O_APPEND) && fstat(fd, &about) == 0
                           ? about.st_size
                           : (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
        note('w', path, (uint64_t)offset, bytes, (uint32_t)length);
    }
    ssize_t done = syscall(SYS_write, fd, bytes, length);
    pthread_mutex_unlock(&order);
    return done;
}

static int truncate_noted(int fd, off64_t length) {
    char path[4096];
    begin();
    if (path_of(fd, path, sizeof path)) note('t', path, (uint64_t)length, "", 0);
    int done = (int)syscall(SYS_ftruncate, fd, length);
    pthread_mutex_unlock(&order);
    return done;
}
int ftruncate64(int fd, off64_t length) { return truncate_noted(fd, length); }
int ftruncate(int fd, off_t length) { return truncate_noted(fd, length); }

static int sync_noted(int fd, long call) {
    char path[4096];
    begin();
    int ours = path_of(fd, path, sizeof path);
    int done = (int)syscall(call, fd);
    if (ours && done == 0) note('s', path, 0, "", 0);
    pthread_mutex_unlock(&order);
    return done;
}
int fsync(int fd) { return sync_noted(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_noted(fd, SYS_fdatasync); }
