/*
 * A power cut for one database, as a library to preload (LD_PRELOAD) into the process that writes it.
 *
 * The kernel keeps what was written when a process dies, so that kill -9 cannot tell a commit that reached the disk from
 * one that did not. This library remembers, for every write and truncation of the database and its logs, what was there
 * before, and forgets it when the file is synced. At the cut it puts everything not synced back as it was, removes files
 * whose creation was not synced with their directory, and kills the process in the middle of what it was doing.
 *
 * POWER_CUT_FILE    the database; its "-wal" and "-journal" are watched with it. The "-shm" is not: it is memory,
 *                   rebuilt from the log after any restart.
 * POWER_CUT_AFTER   the number of writes that are let through before the cut.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a write or truncation replaced: bytes up to the old end of the file, and where that end was. */
struct change {
  struct change *earlier;
  off_t offset;
  off_t old_size;
  ssize_t length;
  unsigned char old_bytes[];
};

enum { DATABASE, WAL, JOURNAL, WATCHED_FILES };

struct watched {
  char path[PATH_MAX];
  struct change *unsynced;
  int is_creation_unsynced;
};

enum { LARGEST_DESCRIPTOR = 65536 };
enum role { UNWATCHED = 0, DIRECTORY = 1, FIRST_FILE = 2 };

static struct watched files[WATCHED_FILES];
static char directory[PATH_MAX];
static unsigned char roles[LARGEST_DESCRIPTOR];
static long writes_left = -1;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_unlink)(const char *);

static void prepare(void) {
  static const char *suffixes[WATCHED_FILES] = {"", "-wal", "-journal"};
  real_open = dlsym(RTLD_NEXT, "open64");
  real_close = dlsym(RTLD_NEXT, "close");
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  const char *database = getenv("POWER_CUT_FILE");
  const char *after = getenv("POWER_CUT_AFTER");
  if (!database || !after) return;
  for (int index = 0; index < WATCHED_FILES; index++)
    snprintf(files[index].path, PATH_MAX, "%s%s", database, suffixes[index]);
  snprintf(directory, PATH_MAX, "%.*s", (int)(strrchr(database, '/') - database), database);
  writes_left = atol(after);
}

static void enter(void) {
  pthread_once(&once, prepare);
  pthread_mutex_lock(&mutex);
}

static void leave(void) { pthread_mutex_unlock(&mutex); }

static struct watched *watched_by(int fd) {
  if (fd < 0 || fd >= LARGEST_DESCRIPTOR || roles[fd] < FIRST_FILE) return NULL;
  return &files[roles[fd] - FIRST_FILE];
}

static enum role role_of(const char *path) {
  if (writes_left < 0) return UNWATCHED;
  if (strcmp(path, directory) == 0) return DIRECTORY;
  for (int index = 0; index < WATCHED_FILES; index++)
    if (strcmp(path, files[index].path) == 0) return FIRST_FILE + index;
  return UNWATCHED;
}

static void forget(struct watched *file) {
  while (file->unsynced) {
    struct change *change = file->unsynced;
    file->unsynced = change->earlier;
    free(change);
  }
}

static void put_back(struct watched *file) {
  int fd = real_open(file->path, O_RDWR);
  if (fd < 0) return;
  for (struct change *change = file->unsynced; change; change = change->earlier) {
    if (change->length > 0 && real_pwrite(fd, change->old_bytes, change->length, change->offset) < 0) abort();
    if (real_ftruncate(fd, change->old_size) < 0) abort();
  }
  real_close(fd);
  if (file->is_creation_unsynced) real_unlink(file->path);
}

static void cut_power(void) {
  for (int index = 0; index < WATCHED_FILES; index++) put_back(&files[index]);
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* Called with the mutex held, before anything is changed. */
static void remember(struct watched *file, int fd, off_t offset, size_t length) {
  if (writes_left-- == 0) cut_power();
  struct stat status;
  if (fstat(fd, &status) < 0) abort();
  struct change *change = malloc(sizeof *change + length);
  if (!change) abort();
  change->offset = offset;
  change->old_size = status.st_size;
  /* The descriptor may be open for writing only. */
  int readable = real_open(file->path, O_RDONLY);
  change->length = pread(readable, change->old_bytes, length, offset);
  real_close(readable);
  change->earlier = file->unsynced;
  file->unsynced = change;
}

static int open_watched(const char *path, int flags, mode_t mode) {
  enter();
  enum role role = role_of(path);
  int is_new = role >= FIRST_FILE && access(path, F_OK) != 0;
  int fd = real_open(path, flags, mode);
  if (fd >= 0 && fd < LARGEST_DESCRIPTOR) {
    roles[fd] = role;
    if (is_new) watched_by(fd)->is_creation_unsynced = 1;
  }
  leave();
  return fd;
}

#define MODE_OF(flags, mode)                    \
  mode_t mode = 0;                              \
  if ((flags) & O_CREAT) {        \
    va_list arguments;                          \
    va_start(arguments, flags);                 \
    mode = va_arg(arguments, mode_t);           \
    va_end(arguments);                          \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  return open_watched(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  return open_watched(path, flags, mode);
}

int close(int fd) {
  enter();
  if (fd >= 0 && fd < LARGEST_DESCRIPTOR) roles[fd] = UNWATCHED;
  int result = real_close(fd);
  leave();
  return result;
}

static ssize_t write_at(int fd, const void *bytes, size_t length, off_t offset) {
  enter();
  struct watched *file = watched_by(fd);
  if (file) remember(file, fd, offset, length);
  ssize_t result = real_pwrite(fd, bytes, length, offset);
  leave();
  return result;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return write_at(fd, bytes, length, offset); }

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) { return write_at(fd, bytes, length, offset); }

ssize_t write(int fd, const void *bytes, size_t length) {
  pthread_once(&once, prepare);
  /* Not under the mutex: a write to a pipe may wait for its reader. */
  if (!watched_by(fd)) return real_write(fd, bytes, length);
  enter();
  remember(watched_by(fd), fd, lseek(fd, 0, SEEK_CUR), length);
  ssize_t result = real_write(fd, bytes, length);
  leave();
  return result;
}

static int truncate_watched(int fd, off_t size) {
  enter();
  struct watched *file = watched_by(fd);
  struct stat status;
  if (file && fstat(fd, &status) == 0) remember(file, fd, size, status.st_size > size ? status.st_size - size : 0);
  int result = real_ftruncate(fd, size);
  leave();
  return result;
}

int ftruncate(int fd, off_t size) { return truncate_watched(fd, size); }

int ftruncate64(int fd, off_t size) { return truncate_watched(fd, size); }

/* The model is exact without a real sync, and many times faster. */
static int sync_watched(int fd) {
  enter();
  struct watched *file = watched_by(fd);
  int is_directory = fd >= 0 && fd < LARGEST_DESCRIPTOR && roles[fd] == DIRECTORY;
  if (file) forget(file);
  if (is_directory)
    for (int index = 0; index < WATCHED_FILES; index++) files[index].is_creation_unsynced = 0;
  int result = file || is_directory ? 0 : real_fsync(fd);
  leave();
  return result;
}

int fsync(int fd) { return sync_watched(fd); }

int fdatasync(int fd) { return sync_watched(fd); }

int unlink(const char *path) {
  enter();
  enum role role = role_of(path);
  if (role >= FIRST_FILE) {
    forget(&files[role - FIRST_FILE]);
    files[role - FIRST_FILE].is_creation_unsynced = 0;
  }
  int result = real_unlink(path);
  leave();
  return result;
}
