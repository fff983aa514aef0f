/* A disk that fails: laid before the C library with LD_PRELOAD, it counts what is written to and
 * synced in the files whose names begin with a given text, and spoils the n-th of these calls.
 *
 * Orders come through disk_order(), called by ctypes in a process that was forked from a warm one.
 *
 *   FULL, BROKEN  the n-th write fails with ENOSPC or EIO
 *   UNREADABLE    the n-th read fails with EIO
 *   UNSYNCED      the n-th sync fails with EIO, and what it was for never gets to the disk
 *   CUT           at the n-th write or sync the power goes: of what was not synced, some is there
 *   HANGING       the n-th sync never returns; a file with the text and "-hangs" says so
 *
 * `for_good` means all calls from that one on, until there is a file with the text and "-mended" as
 * its name; for UNSYNCED that the power goes as the process ends.
 *
 * For CUT and UNSYNCED every write is remembered, with what stood there before, until a sync of its
 * file. When the power goes all of these are taken back in reverse, and a part of them, drawn by
 * the seed, is made again: whole, torn, or not at all.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum order { NOTHING, FULL, BROKEN, UNREADABLE, UNSYNCED, CUT, HANGING };

#define POWER_IS_GONE 137

/* One write, or a change of a file's length (`bytes` is NULL then). */
struct change {
    struct change *before;
    dev_t device;
    ino_t inode;
    char path[512];
    off_t at;
    off_t length;      /* of the file, before */
    size_t old_size;   /* how much of what is overwritten there was */
    char *old;
    size_t size;
    char *bytes;
    int refused;       /* its sync has failed: no later sync brings it to the disk */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct change *changes;
static char prefix[512];
static enum order order;
static long at;
static int good;
static uint64_t chance;
static long writes, syncs, reads;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pread)(int, void *, size_t, off_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static void (*real_exit)(int) __attribute__((noreturn));

__attribute__((constructor)) static void find_real(void)
{
    real_write = dlsym(RTLD_NEXT, "write");
    real_pread = dlsym(RTLD_NEXT, "pread64");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_exit = dlsym(RTLD_NEXT, "_exit");
}

/* What is to happen from now on; the counts begin anew. */
void disk_order(const char *files, int wanted, long number, int for_good, uint64_t seed)
{
    pthread_mutex_lock(&lock);
    snprintf(prefix, sizeof prefix, "%s", files);
    order = wanted;
    at = number;
    good = for_good;
    chance = seed * 2654435761u + 1;
    writes = syncs = reads = 0;
    pthread_mutex_unlock(&lock);
}

long disk_writes(void) { return writes; }
long disk_syncs(void) { return syncs; }
long disk_reads(void) { return reads; }

static unsigned drawn(unsigned below)
{
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return (unsigned)((chance >> 11) % below);
}

static int ours(int fd, char *path, size_t size)
{
    char link[64];
    if (order == NOTHING)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, size - 1);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return strncmp(path, prefix, strlen(prefix)) == 0;
}

static void remember(int fd, const char *path, off_t place, const void *bytes, size_t size)
{
    struct stat now;
    if (order != CUT && order != UNSYNCED)
        return;
    struct change *change = calloc(1, sizeof *change);
    fstat(fd, &now);
    change->device = now.st_dev;
    change->inode = now.st_ino;
    snprintf(change->path, sizeof change->path, "%s", path);
    change->at = place;
    change->length = now.st_size;
    if (bytes != NULL) {
        change->size = size;
        change->bytes = malloc(size);
        memcpy(change->bytes, bytes, size);
    }
    if (place < now.st_size) {
        size_t there = bytes == NULL ? (size_t)(now.st_size - place) : size;
        if (place + (off_t)there > now.st_size)
            there = now.st_size - place;
        change->old = malloc(there);
        /* Another descriptor would, when it is closed, take away SQLite's locks on the file. */
        ssize_t got = real_pread(fd, change->old, there, place);
        change->old_size = got > 0 ? (size_t)got : 0;
    }
    change->before = changes;
    changes = change;
}

static void synced(int fd, int refused)
{
    struct stat now;
    fstat(fd, &now);
    for (struct change **link = &changes; *link != NULL;) {
        struct change *change = *link;
        if (change->device == now.st_dev && change->inode == now.st_ino && !change->refused) {
            if (!refused) {
                *link = change->before;
                free(change->old);
                free(change->bytes);
                free(change);
                continue;
            }
            change->refused = 1;
        }
        link = &change->before;
    }
}

static void take_back(struct change *change)
{
    int fd = open(change->path, O_RDWR);
    if (fd < 0)
        return;
    if (change->old_size)
        real_pwrite(fd, change->old, change->old_size, change->at);
    real_ftruncate(fd, change->length);
    close(fd);
}

static void make_again(struct change *change)
{
    int fd = open(change->path, O_RDWR);
    if (fd < 0)
        return;
    if (change->bytes == NULL)
        real_ftruncate(fd, change->at);
    else if (drawn(4) == 0)
        real_pwrite(fd, change->bytes, drawn((unsigned)change->size), change->at);
    else
        real_pwrite(fd, change->bytes, change->size, change->at);
    close(fd);
}

/* Taken back from the last to the first, and made again, some of them, in their order. */
static void settle(struct change *change, int keeps)
{
    if (change == NULL)
        return;
    take_back(change);
    settle(change->before, keeps);
    if (keeps && !change->refused && drawn(2))
        make_again(change);
}

static void power_goes(void)
{
    settle(changes, drawn(2));
    real_exit(POWER_IS_GONE);
}

static int mended(void)
{
    char path[600];
    snprintf(path, sizeof path, "%s-mended", prefix);
    return access(path, F_OK) == 0;
}

static int struck(long count)
{
    int holds = good && order != UNSYNCED && order != HANGING;
    return count == at || (holds && count > at && !mended());
}

/* 0, or the error that this write is to fail with. */
static int write_error(void)
{
    writes++;
    if (order == CUT && writes + syncs == at)
        power_goes();
    if (order == FULL && struck(writes))
        return ENOSPC;
    if (order == BROKEN && struck(writes))
        return EIO;
    return 0;
}

#define SPOIL(fd, place, bytes, size, call)                                                        \
    char path[512];                                                                                \
    if (!ours(fd, path, sizeof path))                                                              \
        return call;                                                                               \
    pthread_mutex_lock(&lock);                                                                     \
    int error = write_error();                                                                     \
    if (!error)                                                                                    \
        remember(fd, path, place, bytes, size);                                                    \
    pthread_mutex_unlock(&lock);                                                                   \
    if (error) {                                                                                   \
        errno = error;                                                                             \
        return -1;                                                                                 \
    }                                                                                              \
    return call;

ssize_t write(int fd, const void *bytes, size_t size)
{
    struct stat now;
    off_t place = fcntl(fd, F_GETFL) & O_APPEND && !fstat(fd, &now) ? now.st_size
                                                                    : lseek(fd, 0, SEEK_CUR);
    SPOIL(fd, place, bytes, size, real_write(fd, bytes, size))
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t place)
{
    SPOIL(fd, place, bytes, size, real_pwrite(fd, bytes, size, place))
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t place)
{
    return pwrite64(fd, bytes, size, place);
}

ssize_t pread64(int fd, void *bytes, size_t size, off_t place)
{
    char path[512];
    if (order == UNREADABLE && ours(fd, path, sizeof path)) {
        pthread_mutex_lock(&lock);
        int fails = struck(++reads);
        pthread_mutex_unlock(&lock);
        if (fails) {
            errno = EIO;
            return -1;
        }
    }
    return real_pread(fd, bytes, size, place);
}

ssize_t pread(int fd, void *bytes, size_t size, off_t place)
{
    return pread64(fd, bytes, size, place);
}

int ftruncate64(int fd, off_t length)
{
    SPOIL(fd, length, NULL, 0, real_ftruncate(fd, length))
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int sync_file(int fd, int (*real)(int))
{
    char path[512];
    if (!ours(fd, path, sizeof path))
        return real(fd);
    pthread_mutex_lock(&lock);
    syncs++;
    if (order == CUT && writes + syncs == at)
        power_goes();
    int fails = order == UNSYNCED && struck(syncs), hangs = order == HANGING && struck(syncs);
    if (order == CUT || order == UNSYNCED)
        synced(fd, fails);
    pthread_mutex_unlock(&lock);
    if (hangs) {
        char sign[600];
        snprintf(sign, sizeof sign, "%s-hangs", prefix);
        close(open(sign, O_CREAT | O_WRONLY, 0600));
        for (;;)
            pause();
    }
    if (fails) {
        errno = EIO;
        return -1;
    }
    return real(fd);
}

int fsync(int fd) { return sync_file(fd, real_fsync); }
int fdatasync(int fd) { return sync_file(fd, real_fdatasync); }

void _exit(int status)
{
    if (order == UNSYNCED && good)
        settle(changes, 0);
    real_exit(status);
}
