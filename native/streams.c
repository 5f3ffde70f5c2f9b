/* The command line's surroundings, put in order before the .NET runtime opens files of its own. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/*
 * Makes sure that descriptors 0 to 2 are open. A closed one would be given to the first file that the runtime opens:
 * 'sluice parse <&-' would read its random device. The stand-ins are open the wrong way round, so that reading from
 * or writing to a closed stream fails as it does for any other program. Only async-signal-safe calls: nothing of
 * the runtime is there yet.
 */
__attribute__((constructor(101))) static void sluice_ensure_streams(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) != -1 || errno != EBADF)
            continue;
        int opened = open("/dev/null", (fd == 0 ? O_WRONLY : O_RDONLY) | O_NOCTTY);
        if (opened != -1 && opened != fd) {
            dup2(opened, fd);
            close(opened);
        }
    }
    /* Past a file size limit write(2) fails, instead of the process ending without a word. */
    signal(SIGXFSZ, SIG_IGN);
}
