// Inflate: whether bytes look like lines of text.
using System.Buffers;
using System.Text;

namespace Sluice.Core.Inflate;

/// <summary>
/// Counts in a first block what text does not have: control characters and invalid UTF-8. A log with a stray byte is
/// still a log, and a run of zeros, as a crash leaves in a file, counts as one byte.
/// </summary>
internal readonly ref struct TextShape
{
    /// <summary>Fewer bytes do not tell damaged text from binary data.</summary>
    private const int LeastJudged = 24;

    /// <summary>A whole block, perhaps behind a byte order mark: without a line feed, one zero byte in it is enough.</summary>
    private const int WholeBlock = PeekStream.BlockSize - 3;

    private readonly bool _isBlock;
    private readonly int _length;
    private readonly int _odd;
    private readonly bool _hasZero;

    public TextShape(ReadOnlySpan<byte> head)
    {
        _isBlock = head.Length >= WholeBlock;
        HasLineFeed = head.Contains((byte)'\n');
        while (!head.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(head, out Rune rune, out int used);
            // A character cut by the end of the block is not odd.
            if (status == OperationStatus.NeedMoreData)
                break;
            if (rune.Value == 0)
            {
                used = head.IndexOfAnyExcept((byte)0) is >= 0 and int zeros ? zeros : head.Length;
                _hasZero = true;
                _length++;
                _odd++;
            }
            else
            {
                _length += used;
                if (status != OperationStatus.Done)
                    _odd += used;
                else if (rune.Value is < ' ' and not ('\t' or '\n' or '\r' or '\v' or '\f' or '\x1b') or '\x7f')
                    _odd++;
            }

            head = head[used..];
        }
    }

    public bool HasLineFeed { get; }

    /// <summary>No byte is odd.</summary>
    public bool IsClean => _odd == 0;

    /// <summary>More bytes are odd than a stray few; enough when a magic matches too.</summary>
    public bool IsOdd => _odd > _length / 20;

    /// <summary>Too many bytes are odd for text; without line feeds, few are enough.</summary>
    public bool LooksBinary => HasLineFeed
        ? _length >= LeastJudged && _odd > _length / (_hasZero ? 10 : 4)
        : (IsOdd && (_hasZero || _length >= LeastJudged)) || (_hasZero && _isBlock);
}
