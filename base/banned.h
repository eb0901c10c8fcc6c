/* Calls that have no place here become compile errors. Included by the build into every file. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* glibc makes these macros, the last two with clang and _FORTIFY_SOURCE */
#undef alloca
#undef sprintf
#undef vsprintf

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok alloca atoi atol

#endif
