// Output: the terminal behind a descriptor.
using System.Runtime.InteropServices;

namespace Sluice.Cli.Output;

/// <summary>
/// The terminal's size, and keys as they are pressed. The framework's console offers both, but takes the terminal over
/// for the life of the process.
/// </summary>
internal sealed partial class Terminal
{
    private const nuint GetWindowSize = 0x5413; // TIOCGWINSZ
    private const int Now = 0;                  // TCSANOW
    private const int SizeOfSettings = 128;     // struct termios is shorter in every libc
    private const int LocalFlags = 12;          // where c_lflag begins
    private const uint ByLine = 0x2, Echo = 0x8; // ICANON, ECHO

    private readonly byte[]? _before;

    /// <summary>Remembers the terminal settings of standard input, if it is a terminal.</summary>
    public Terminal()
    {
        byte[] settings = new byte[SizeOfSettings];
        if (!Console.IsInputRedirected && tcgetattr(Descriptor.Input, settings) == 0)
            _before = settings;
    }

    /// <summary>There is a terminal to read keys from.</summary>
    public bool HasKeys => _before is not null;

    /// <summary>From now on keys come one by one and are not echoed.</summary>
    public void Take()
    {
        if (_before is null)
            return;
        byte[] settings = [.. _before];
        var flags = MemoryMarshal.Cast<byte, uint>(settings.AsSpan(LocalFlags, sizeof(uint)));
        flags[0] &= ~(ByLine | Echo);
        _ = tcsetattr(Descriptor.Input, Now, settings);
    }

    /// <summary>Restores the settings as they were.</summary>
    public void GiveBack()
    {
        if (_before is not null)
            _ = tcsetattr(Descriptor.Input, Now, _before);
    }

    /// <summary>Columns and rows of standard output's terminal; 80 by 24 when they are not known.</summary>
    public static (int Width, int Height) Size()
    {
        ushort[] size = new ushort[4];
        return ioctl(Descriptor.Output, GetWindowSize, size) == 0 && size[0] > 0 && size[1] > 0 ? (size[1], size[0]) : (80, 24);
    }

    [LibraryImport("libc")]
    private static partial int tcgetattr(int descriptor, byte[] settings);

    [LibraryImport("libc")]
    private static partial int tcsetattr(int descriptor, int when, byte[] settings);

    [LibraryImport("libc")]
    private static partial int ioctl(int descriptor, nuint request, ushort[] size);
}
