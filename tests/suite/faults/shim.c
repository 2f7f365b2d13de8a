/* A disk that fails, for a program that is started with this library before its own (LD_PRELOAD): the n-th call that
   changes a disk, or that reads below a folder, is refused, cut short or the last one ever. Besides, it can take calls
   away from the program that some file systems do not know. It needs no rights, and is not part of copublish.

   FAULT_KIND   write or read: which calls are counted
   FAULT_ROOT   where calls are counted; other paths are left alone
   FAULT_AT     which call fails, from 1; 0 counts only
   FAULT_ERRNO  how it fails; 0 kills the program there, and -15 sends it the signal 15, and lets the call succeed
   FAULT_WHILE  a file: as long as it holds `28`, whatever needs space fails with error 28; as long as it holds
                `13 content/a.md`, so does whatever reads a path that holds these words
   FAULT_CLOCK  a file: `+60` puts the clock forward by a minute, `-60` back, and at `@60` it stands still
   FAULT_LASTS  set where every later call that needs space fails as well, as on a full disk
   FAULT_COUNT  the file that is told how many calls there were
   FAULT_LACKS  letters of what the system shall not know: e exchange, f locks, l hard links, i events of files */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static atomic_long calls;
static long at;
static int answer, lasts, kind;
static const char *root, *whilst, *clocked;
enum { NONE, WRITE, READ };
enum { SPACE, NO_SPACE };

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static void forbid(long call, int code) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | code),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {4, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) _exit(99);
}

__attribute__((constructor)) static void begin(void) {
  const char *lacks = getenv("FAULT_LACKS"), *counted = getenv("FAULT_KIND");
  root = getenv("FAULT_ROOT");
  if (root && getenv("FAULT_AT")) at = atol(getenv("FAULT_AT"));
  answer = getenv("FAULT_ERRNO") ? atoi(getenv("FAULT_ERRNO")) : 0;
  lasts = getenv("FAULT_LASTS") != NULL;
  whilst = getenv("FAULT_WHILE");
  clocked = getenv("FAULT_CLOCK");
  for (; lacks && *lacks; lacks++) {
    if (*lacks == 'e') forbid(SYS_renameat2, EINVAL);
    if (*lacks == 'f') forbid(SYS_flock, ENOLCK);
    if (*lacks == 'i') forbid(SYS_inotify_init1, ENOSYS);
    if (*lacks == 'l') {
      forbid(SYS_linkat, EOPNOTSUPP);
#ifdef SYS_link
      forbid(SYS_link, EOPNOTSUPP);
#endif
    }
  }
  if (root && counted) kind = strcmp(counted, "read") ? WRITE : READ;
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("FAULT_COUNT");
  if (!path || !root) return;
  char text[24];
  long left = atomic_load(&calls);
  int length = 0;
  do text[length++] = '0' + left % 10; while ((left /= 10));
  int file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  while (length) syscall(SYS_write, file, &text[--length], 1);
}

/* What a small file says: its length, and the text with a zero at its end. */
static long say(const char *path, char *text, long size) {
  int file = path ? syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC) : -1;
  long length = file < 0 ? 0 : syscall(SYS_read, file, text, size - 1);
  if (file >= 0) syscall(SYS_close, file);
  text[length < 0 ? 0 : length] = 0;
  return length < 0 ? 0 : length;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  char text[32];
  int answered = syscall(SYS_clock_gettime, clock, now);
  if (clock != CLOCK_REALTIME || !clocked || !say(clocked, text, sizeof text)) return answered;
  if (text[0] == '@') now->tv_sec = 0, now->tv_nsec = 0, text[0] = '+';
  now->tv_sec += atol(text);
  return answered;
}

/* Whether calls of this sort fail for now; `path` is NULL where the call has an open file. */
static int fails_for_now(int as, int space, const char *path) {
  char text[256];
  int before = errno;
  if (!whilst || !say(whilst, text, sizeof text)) {
    errno = before;
    return 0;
  }
  const char *words = strchr(text, ' ');
  int hit = words ? as == READ && path && strstr(path, words + 1) : as == WRITE && space == SPACE;
  errno = hit ? atoi(text) : before;
  return hit;
}

/* Whether this call is to fail. */
static int fails(int as, int space) {
  if (kind != as) return 0;
  long now = atomic_fetch_add(&calls, 1) + 1;
  if (!at || now < at || (now > at && !(lasts && space == SPACE))) return 0;
  if (now == at && lasts && space != SPACE) return 0;
  if (!answer) {
    kill(getpid(), SIGKILL);
    pause();
  }
  if (answer < 0) {
    kill(getpid(), -answer);
    usleep(3000);
    return 0;
  }
  errno = answer;
  return 1;
}

static int counts(const char *path) {
  return kind && (path[0] != '/' || !strncmp(path, root, strlen(root)));
}

/* A file of a site, and neither a pipe, a terminal nor what the program says. */
static int is_file(int file) {
  struct stat found;
  int before = errno;
  int is = kind && file > 2 && !fstat(file, &found) && S_ISREG(found.st_mode);
  errno = before;
  return is;
}

static int opens(const char *path, int flags) {
  if (!counts(path)) return 0;
  if (flags & (O_WRONLY | O_RDWR)) {
    int space = flags & O_CREAT ? SPACE : NO_SPACE;
    return fails_for_now(WRITE, space, path) || fails(WRITE, space);
  }
  return fails_for_now(READ, NO_SPACE, path) || fails(READ, NO_SPACE);
}

#define OPEN(name)                                                    \
  int name(const char *path, int flags, ...) {                        \
    va_list rest;                                                     \
    va_start(rest, flags);                                            \
    mode_t mode = va_arg(rest, mode_t);                               \
    va_end(rest);                                                     \
    return opens(path, flags) ? -1 : REAL(name)(path, flags, mode);   \
  }
#define OPENAT(name)                                                       \
  int name(int dir, const char *path, int flags, ...) {                    \
    va_list rest;                                                          \
    va_start(rest, flags);                                                 \
    mode_t mode = va_arg(rest, mode_t);                                    \
    va_end(rest);                                                          \
    return opens(path, flags) ? -1 : REAL(name)(dir, path, flags, mode);   \
  }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

/* A disk that fills up takes a part of what it is given first. */
ssize_t write(int file, const void *bytes, size_t count) {
  if (is_file(file) && fails_for_now(WRITE, SPACE, NULL)) return -1;
  if (is_file(file) && fails(WRITE, SPACE)) {
    int before = errno;
    static atomic_int cut;
    if (count > 1 && !atomic_exchange(&cut, 1)) {
      REAL(write)(file, bytes, count / 2);
    }
    errno = before;
    return -1;
  }
  return REAL(write)(file, bytes, count);
}
ssize_t copy_file_range(int from, off64_t *start, int to, off64_t *place, size_t count, unsigned flags) {
  return is_file(to) && fails(WRITE, SPACE) ? -1 : REAL(copy_file_range)(from, start, to, place, count, flags);
}
ssize_t read(int file, void *bytes, size_t count) {
  return kind == READ && is_file(file) && fails(READ, NO_SPACE) ? -1 : REAL(read)(file, bytes, count);
}

#define CHANGES(name, space, path, parameters, arguments)       \
  int name parameters {                                         \
    return counts(path) && fails(WRITE, space) ? -1 : REAL(name) arguments; \
  }
CHANGES(mkdir, SPACE, path, (const char *path, mode_t mode), (path, mode))
CHANGES(rename, NO_SPACE, to, (const char *from, const char *to), (from, to))
CHANGES(link, SPACE, to, (const char *from, const char *to), (from, to))
CHANGES(linkat, SPACE, to, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags))
CHANGES(symlink, SPACE, to, (const char *from, const char *to), (from, to))
CHANGES(unlink, NO_SPACE, path, (const char *path), (path))
CHANGES(rmdir, NO_SPACE, path, (const char *path), (path))
CHANGES(unlinkat, NO_SPACE, path, (int dir, const char *path, int flags), (dir, path, flags))
CHANGES(chmod, NO_SPACE, path, (const char *path, mode_t mode), (path, mode))

#define CHANGES_OPEN(name, parameters, arguments)                  \
  int name parameters {                                            \
    return is_file(file) && fails(WRITE, NO_SPACE) ? -1 : REAL(name) arguments; \
  }
CHANGES_OPEN(fchmod, (int file, mode_t mode), (file, mode))
CHANGES_OPEN(fsync, (int file), (file))
CHANGES_OPEN(fdatasync, (int file), (file))
CHANGES_OPEN(futimens, (int file, const struct timespec times[2]), (file, times))

DIR *opendir(const char *path) {
  return counts(path) && fails(READ, NO_SPACE) ? NULL : REAL(opendir)(path);
}
int statx(int dir, const char *restrict path, int flags, unsigned mask, struct statx *restrict found) {
  /* Rust asks without a path whether there is such a call; the header says that nobody does. */
  const char *volatile asked = path;
  return asked && asked[0] && counts(path) && fails(READ, NO_SPACE) ? -1 : REAL(statx)(dir, path, flags, mask, found);
}
