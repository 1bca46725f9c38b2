/*
 * Keeps beside a folder what a disk would still have if the power failed now: of each file directly in the folder
 * $WATCHED what it held when it was last synced, and its name only if the folder was synced since it got it. Loaded
 * into the program by LD_PRELOAD.
 *
 * In $DURABLE there is a file for each inode that was synced, named by its number, and `names`, with a line of inode
 * and name for each file that the folder had when it was last synced. Both are replaced whole.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static void give_up(const char *what)
{
    perror(what);
    abort();
}

/* The file that a descriptor stands for. */
static int path_of(int fd, char path[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return 1;
}

static int is_directly_in(const char *folder, const char *path)
{
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && path[length] == '/' && !strchr(path + length + 1, '/');
}

static FILE *open_new(const char *durable, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s/new", durable);
    FILE *new = fopen(path, "w");
    if (!new)
        give_up("power_loss: opening");
    return new;
}

static void put_in_place(FILE *new, const char *from, const char *durable, const char *name)
{
    char to[PATH_MAX];
    snprintf(to, sizeof to, "%s/%s", durable, name);
    if (fclose(new) != 0 || rename(from, to) != 0)
        give_up("power_loss: writing");
}

/* Reads by the descriptor that was synced: to close another one of the same file would end SQLite's locks. */
static void keep_content(int fd, const char *durable)
{
    static char buffer[1 << 20];
    char path[PATH_MAX], name[32];
    struct stat told;
    if (fstat(fd, &told) != 0)
        give_up("power_loss: looking");
    FILE *new = open_new(durable, path);
    ssize_t length;
    for (off_t at = 0; (length = pread(fd, buffer, sizeof buffer, at)) != 0; at += length)
        if (length < 0 || fwrite(buffer, 1, length, new) != (size_t)length)
            give_up("power_loss: copying");
    snprintf(name, sizeof name, "%lu", (unsigned long)told.st_ino);
    put_in_place(new, path, durable, name);
}

static void keep_names(const char *folder, const char *durable)
{
    char path[PATH_MAX];
    FILE *new = open_new(durable, path);
    DIR *open = opendir(folder);
    if (!open)
        give_up("power_loss: opening the folder");
    for (struct dirent *entry; (entry = readdir(open));)
        if (entry->d_type == DT_REG)
            fprintf(new, "%lu %s\n", (unsigned long)entry->d_ino, entry->d_name);
    closedir(open);
    put_in_place(new, path, durable, "names");
}

static int synced(int fd, int result)
{
    const char *folder = getenv("WATCHED"), *durable = getenv("DURABLE");
    char path[PATH_MAX];
    if (result != 0 || !folder || !durable || !path_of(fd, path))
        return result;
    pthread_mutex_lock(&one_at_a_time);
    if (strcmp(path, folder) == 0)
        keep_names(folder, durable);
    else if (is_directly_in(folder, path))
        keep_content(fd, durable);
    pthread_mutex_unlock(&one_at_a_time);
    return result;
}

/* A number may be given to another file once its own is gone: what is removed is not followed. */
static void refuse(const char *path)
{
    const char *folder = getenv("WATCHED");
    char real[PATH_MAX];
    if (folder && realpath(path, real) && is_directly_in(folder, real)) {
        fprintf(stderr, "power_loss: %s is removed or renamed, which this does not follow\n", real);
        abort();
    }
}

int fsync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    return synced(fd, real(fd));
}

int fdatasync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    return synced(fd, real(fd));
}

int unlink(const char *path)
{
    int (*real)(const char *) = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
    refuse(path);
    return real(path);
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *) = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    refuse(from);
    return real(from, to);
}
