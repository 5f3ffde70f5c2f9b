// VpcFlow: a header in the middle of a line, where two files were joined without a line end between them.
using Sluice.Core.Framing;

namespace Sluice.Core.VpcFlow;

/// <summary>Recognises <c>… ACCEPT OKversion account-id …</c>.</summary>
internal static unsafe class GluedHeader
{
    /// <summary>Where in the line the header begins; 0 when there is none.</summary>
    public static int Find(byte* line, LineTokens tokens)
    {
        int names = tokens.Count;
        while (names > 0 && LogFormat.IsName(tokens.Span(line, names - 1)))
            names--;
        if (names == tokens.Count)
            return 0;
        // The end of the record and the first name are one token, which may itself look like a name.
        for (int glued = Math.Max(0, names - 1); glued <= names && glued + 1 < tokens.Count; glued++)
        {
            ReadOnlySpan<byte> token = tokens.Span(line, glued);
            int name = FirstName(token, out bool identity);
            for (int i = glued + 1; i < tokens.Count && !identity; i++)
                identity = FlowFields.TryFind(tokens.Span(line, i), out FlowField field) && FlowFields.IsIdentity(field);
            if (name >= 0 && identity && tokens.Starts[glued] + name > 0)
                return tokens.Starts[glued] + name;
        }

        return 0;
    }

    /// <summary>Where the longest known name at the end of the token begins; -1 when there is none.</summary>
    private static int FirstName(ReadOnlySpan<byte> token, out bool identity)
    {
        identity = false;
        for (int at = Math.Max(0, token.Length - FlowColumn.MaxName); at < token.Length; at++)
        {
            if (!LogFormat.IsName(token[at..]) || !FlowFields.TryFind(token[at..], out FlowField field))
                continue;
            identity = FlowFields.IsIdentity(field);
            return at;
        }

        return -1;
    }
}
