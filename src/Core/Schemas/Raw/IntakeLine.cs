// Raw: which lines Sekoia's intake parses unchanged.
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Raw;

/// <summary>
/// What the text branch of the intake's parser takes: one digit, an account of digits, the columns of version 2 with
/// single blanks between them, times that are numbers, a status that is a word; anything may follow.
/// </summary>
internal static unsafe class IntakeLine
{
    /// <summary>Whether that parser gets all of the fields from the line.</summary>
    public static bool IsUnderstood(FlowLine line)
    {
        FlowColumns columns = line.Columns;
        if (!columns.IsDefaultOrder || !line.MessageIsClean || !line.AccountIsNumber || (line.Start | line.End) < 0
            || !line.StatusText.IsPresent || !IsWord(*line.StatusText.Start))
            return false;
        if (columns.Ends[0] != 1 || columns.Base[0] is < (byte)'0' or > (byte)'9')
            return false;
        int next = 0;
        for (int i = 0; i < FlowOrders.Version2Length; i++)
        {
            if (columns.Starts[i] != next)
                return false;
            next = columns.Ends[i] + 1;
        }

        return true;
    }

    private static bool IsWord(byte b) => b is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'_';
}
