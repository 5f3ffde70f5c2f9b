// Core: what holds for the whole assembly.
using System.Runtime.CompilerServices;

// Locals are written before they are read, as the compiler checks; clearing them first would be paid per record.
[module: SkipLocalsInit]
