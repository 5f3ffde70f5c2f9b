// Core: attributes of the whole module.
using System.Runtime.CompilerServices;

// Zeroing locals and stackalloc memory would cost time per record: code must write them before it reads them.
[module: SkipLocalsInit]
