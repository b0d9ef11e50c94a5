// Linux calls that Swift's Glibc module leaves out.
#ifndef TENON_CLINUX_H
#define TENON_CLINUX_H

#include <errno.h>
#include <linux/aio_abi.h>
#include <poll.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>
#include <sys/un.h>

// Kernel credentials of a Unix socket's peer, as they were when it connected (unix(7), SO_PEERCRED).
struct tenon_peer_credentials {
    int32_t pid;
    uint32_t uid;
    uint32_t gid;
};

// 0, or -1 with errno set. `struct ucred` needs _GNU_SOURCE, which the importer does not define.
static inline int tenon_peer_credentials(int descriptor, struct tenon_peer_credentials *credentials) {
    socklen_t length = sizeof *credentials;
    return getsockopt(descriptor, SOL_SOCKET, 17 /* SO_PEERCRED */, credentials, &length);
}

// How long one send or receive of a blocking socket may wait. 0, or -1 with errno set. In C, because more than one module says that `struct timeval` is its.
static inline int tenon_limit_waits(int descriptor, int milliseconds) {
    struct timeval limit = {.tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000};
    if (setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) != 0) return -1;
    return setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

// Has the descriptor reported under this number when one of the events comes, instead of what was awaited of it before. 0, or -1 with errno set.
static inline int tenon_epoll_set(int epoll, int descriptor, uint32_t events, uint64_t number) {
    struct epoll_event event = {.events = events, .data.u64 = number};
    if (epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) == 0) return 0;
    return errno == ENOENT ? epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) : -1;
}

// Nothing is reported any more; nothing changes if nothing was.
static inline void tenon_epoll_remove(int epoll, int descriptor) { epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, 0); }

// Asynchronous input and output of which only its poll(2) is used (io_setup(2), io_submit(2)); the C library has no functions for it. 0, or -1 with errno set.
static inline int tenon_poll_setup(aio_context_t *context) {
    *context = 0;
    return (int)syscall(SYS_io_setup, 1, context);
}

static inline void tenon_poll_destroy(aio_context_t context) { syscall(SYS_io_destroy, context); }

// Has the eventfd counted up, once, as soon as the descriptor can be read. 0, or -1 with errno set.
static inline int tenon_poll_once(aio_context_t context, int descriptor, int counter) {
    struct iocb request = {
        .aio_lio_opcode = IOCB_CMD_POLL,
        .aio_fildes = (uint32_t)descriptor,
        .aio_buf = POLLIN,
        .aio_flags = IOCB_FLAG_RESFD,
        .aio_resfd = (uint32_t)counter,
    };
    struct iocb *requests[] = {&request};
    int count;
    while ((count = (int)syscall(SYS_io_submit, context, 1, requests)) < 0 && errno == EAGAIN) {
        // There is no room for another event before those that came are taken.
        struct io_event events[32];
        struct timespec none = {0, 0};
        if (syscall(SYS_io_getevents, context, 0, 32, events, &none) <= 0) {
            errno = EAGAIN;
            break;
        }
    }
    return count == 1 ? 0 : -1;
}

// A descriptor that polls readable once the child has ended (pidfd_open(2), close-on-exec by itself); -1 with errno set.
static inline int tenon_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

// Gives the calling thread the name that top, gdb and the kernel's log show; 15 bytes of it. Else it has the name of the thread that made it.
static inline void tenon_name_thread(const char *name) { prctl(PR_SET_NAME, name); }

// Three extensions that spawn.h shows only under _GNU_SOURCE.
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);
enum { tenon_spawn_new_session = 0x80 /* POSIX_SPAWN_SETSID */ };
// The address of a Unix socket; a path that does not fit leaves it empty and gives -1 with errno set.
static inline int tenon_unix_address(const char *path, struct sockaddr_un *address) {
    memset(address, 0, sizeof *address);
    size_t length = strlen(path);
    if (length >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    return 0;
}

// bind(2) to a path. 0, or -1 with errno set.
static inline int tenon_unix_bind(int descriptor, const char *path) {
    struct sockaddr_un address;
    if (tenon_unix_address(path, &address) != 0) return -1;
    return bind(descriptor, (const struct sockaddr *)&address, sizeof address);
}

// connect(2) to a path. 0, or -1 with errno set.
static inline int tenon_unix_connect(int descriptor, const char *path) {
    struct sockaddr_un address;
    if (tenon_unix_address(path, &address) != 0) return -1;
    return connect(descriptor, (const struct sockaddr *)&address, sizeof address);
}

#endif
