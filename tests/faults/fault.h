/* fault.h: what the tests of faults share: which sanitizer watches, and children of fork. */
#ifndef TESTS_FAULTS_FAULT_H
#define TESTS_FAULTS_FAULT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

/* gcc has a macro for each sanitizer, clang a question. */
#ifndef __has_feature
#    define __has_feature(name) 0
#endif
#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#    define THREAD_SANITIZER 1
#else
#    define THREAD_SANITIZER 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#    define SANITIZED 1
#else
#    define SANITIZED THREAD_SANITIZER
#endif

/* Longer than any child works, also under a tool that slows it down. */
#define CHILD_SECONDS 100

/* In a child: a time limit of its own, not Check's. */
static inline void end_if_it_hangs(void)
{
    (void)signal(SIGALRM, SIG_DFL);
    (void)alarm(CHILD_SECONDS);
}

/* Whether a child ended well; one that hangs is ended by its alarm. */
static inline bool ended_well(pid_t child)
{
    int status = -1;
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Runs `body` in a child of fork and gives whether all went well there. */
static inline bool child_succeeds(bool (*body)(void))
{
    const pid_t child = fork();
    if (child == 0) {
        end_if_it_hangs();
        _exit(body() ? 0 : 1);
    }
    return ended_well(child);
}

#endif
