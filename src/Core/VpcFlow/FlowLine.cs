// VpcFlow: one line's columns, located and checked; nothing is copied or allocated.
using System.Runtime.CompilerServices;
using Sluice.Core.Text;

namespace Sluice.Core.VpcFlow;

/// <summary>
/// The typed view of one record, reused for every line of a parser. <see cref="Check"/> fills it from the tokens;
/// the encoders read it.
/// </summary>
internal sealed unsafe class FlowLine
{
    // The documented words as little-endian integers: the first letter is the lowest byte.
    private const ulong Accept = 0x545045434341, Reject = 0x5443454A4552;
    private const ulong Ok = 0x4B4F, NoData = 0x415441444F4E, SkipData = 0x4154414450494B53;

    /// <summary>The record as it came, for <c>message</c>.</summary>
    public Slice Message;

    /// <summary>Whether the message, or the fields, need no escaping.</summary>
    public bool MessageIsClean, FieldsAreClean;

    public FlowColumns Columns;

    public Slice Account, Interface, Source, Destination;
    public FlowNumber SourcePort, DestinationPort, Protocol, Packets, Bytes;
    public Slice ActionText, StatusText;
    public FlowAction Action;
    public FlowStatus Status;
    public bool AccountIsNumber, SourceIsV6, DestinationIsV6;
    public uint SourceV4, DestinationV4;
    public long Start, End; // seconds; -1 when absent

    /// <summary>CloudWatch's log group and log stream, when the envelope names them.</summary>
    public Slice LogGroup, LogStream;

    /// <summary>The time of the record: start, else end, else -1.</summary>
    public long Time => Start >= 0 ? Start : End;

    /// <summary>Whether any address, port, packet count or byte count is present.</summary>
    public bool HasTraffic => Source.IsPresent || Destination.IsPresent || SourcePort.IsPresent
        || DestinationPort.IsPresent || Packets.IsPresent || Bytes.IsPresent;

    /// <summary>Whether no field of version 2 that a schema writes is absent, and the account is a number.</summary>
    public bool IsComplete => AccountIsNumber && (Start | End | (long)(Interface.Length - 1 | Source.Length - 1 | Destination.Length - 1
        | SourcePort.Text.Length - 1 | DestinationPort.Text.Length - 1 | Protocol.Text.Length - 1
        | Packets.Text.Length - 1 | Bytes.Text.Length - 1)) >= 0;

    /// <summary>The typed fields that <see cref="Check"/> goes through in a loop, because they have no member of their own here.</summary>
    public static FlowFieldInfo[] CheckedByTable { get; } = [.. FlowFields.All.Where(row =>
        row.Kind is not (FieldKind.Text or FieldKind.Tag) && row.Field > FlowField.LogStatus)];

    /// <summary>The text of a field; empty when the format lacks it or it is <c>-</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Slice Get(FlowField field) => Columns.Get((int)field);

    /// <summary>Locates and checks every typed field; false with the reason when the line is not a record.</summary>
    public bool Check(FlowFieldInfo[] byTable, bool declared, ref Fault fault)
    {
        // A copy: through 'this' the compiler would reload every pointer after every store.
        FlowColumns columns = Columns;
        Account = columns.Get((int)FlowField.AccountId);
        AccountIsNumber = Account.IsPresent && Digits.Only(Account.Start, Account.Length);
        Interface = columns.Get((int)FlowField.InterfaceId);
        return Address(columns, FlowField.SrcAddr, out Source, out SourceV4, out SourceIsV6, ref fault)
            && Address(columns, FlowField.DstAddr, out Destination, out DestinationV4, out DestinationIsV6, ref fault)
            && Number(columns, FlowField.SrcPort, out SourcePort, ushort.MaxValue, FaultKind.NotAPort, ref fault)
            && Number(columns, FlowField.DstPort, out DestinationPort, ushort.MaxValue, FaultKind.NotAPort, ref fault)
            && Number(columns, FlowField.Protocol, out Protocol, byte.MaxValue, FaultKind.NotAProtocol, ref fault)
            && Number(columns, FlowField.Packets, out Packets, long.MaxValue, FaultKind.NotANumber, ref fault)
            && Number(columns, FlowField.Bytes, out Bytes, long.MaxValue, FaultKind.NotANumber, ref fault)
            && Seconds(columns, FlowField.Start, out Start, ref fault)
            && Seconds(columns, FlowField.End, out End, ref fault)
            && Words(declared, ref fault)
            && Number(columns, FlowField.Version, out _, int.MaxValue, FaultKind.NotANumber, ref fault)
            && Rest(byTable, ref fault);
    }

    /// <summary>Whether the columns after version 2 look like what the default order says they are.</summary>
    public bool FitsDefault()
    {
        return Starts(FlowField.VpcId, "vpc-"u8) && Starts(FlowField.SubnetId, "subnet-"u8)
            && Starts(FlowField.InstanceId, "i-"u8)
            && Is(FlowField.Type, "IPv4"u8, "IPv6"u8, "EFA"u8)
            && Is(FlowField.SublocationType, "wavelength"u8, "outpost"u8, "localzone"u8)
            && Is(FlowField.FlowDirection, "ingress"u8, "egress"u8, default);
    }

    /// <summary>
    /// Whether no column of version 2 could also be another one, as far as one line can show: two addresses or two ports
    /// that are swapped look alike.
    /// </summary>
    public bool FitsBeyondDoubt()
    {
        const int AccountLength = 12, SecondsLength = 10;
        Slice version = Get(FlowField.Version);
        return version.Length is 1 or 2
            && (!Account.IsPresent || (AccountIsNumber && Account.Length == AccountLength) || Account.Span.SequenceEqual("unknown"u8))
            && (!Interface.IsPresent || Interface.Span.StartsWith("eni-"u8))
            && (!Packets.IsPresent || !Bytes.IsPresent || Bytes.Value >= Packets.Value)
            && Get(FlowField.Start).Length >= SecondsLength && Get(FlowField.End).Length >= SecondsLength && Start <= End;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Address(in FlowColumns columns, FlowField field, out Slice text, out uint v4, out bool isV6, ref Fault fault)
    {
        Slice found = columns.Get((int)field);
        text = found;
        isV6 = false;
        v4 = 0;
        return !found.IsPresent || IpText.TryParseV4(found.Start, found.Length, out v4) || AddressV6(field, found, out isV6, ref fault);
    }

    private static bool AddressV6(FlowField field, Slice text, out bool isV6, ref Fault fault)
    {
        Span<byte> address = stackalloc byte[16];
        isV6 = IpText.TryParseV6(text.Span, address);
        return isV6 || Fail(ref fault, FaultKind.NotAnAddress, field, text);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Number(in FlowColumns columns, FlowField field, out FlowNumber number, long most, FaultKind kind, ref Fault fault)
    {
        Slice found = columns.Get((int)field);
        long value = 0;
        bool good = !found.IsPresent || (Digits.TryParse(found.Start, found.Length, out value) && value <= most);
        number = new FlowNumber(found, value);
        return good || Fail(ref fault, kind, field, found);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Seconds(in FlowColumns columns, FlowField field, out long seconds, ref Fault fault)
    {
        const int Milliseconds = 13;
        Slice found = columns.Get((int)field);
        seconds = -1;
        if (!found.IsPresent)
            return true;
        if (!Digits.TryParse(found.Start, found.Length, out long value) || found.Length > Milliseconds)
            return Fail(ref fault, FaultKind.NotATime, field, found);
        if (found.Length == Milliseconds)
            value /= 1000;
        seconds = value;
        return value <= TimeText.Max || Fail(ref fault, FaultKind.NotATime, field, found);
    }

    /// <summary>Sets the account from the line's envelope or object name, where the format has no column for it.</summary>
    public void FillAccount(Slice account)
    {
        if (Columns.IndexOf[(int)FlowField.AccountId] >= 0 || !account.IsPresent)
            return;
        Account = account;
        AccountIsNumber = true;
    }

    private bool Words(bool declared, ref Fault fault)
    {
        ActionText = Get(FlowField.Action);
        StatusText = Get(FlowField.LogStatus);
        if (ActionText.Length == 6 && StatusText.Length == 2 && Word(StatusText) == Ok && Word(ActionText) is Accept or Reject)
        {
            Action = Word(ActionText) == Accept ? FlowAction.Accept : FlowAction.Reject;
            Status = FlowStatus.Ok;
            return true;
        }

        // Check the lengths too: a NUL after a word would not change its value.
        Action = Word(ActionText) switch
        {
            0 when !ActionText.IsPresent => FlowAction.None,
            Accept when ActionText.Length == 6 => FlowAction.Accept,
            Reject when ActionText.Length == 6 => FlowAction.Reject,
            _ => FlowAction.Other,
        };
        Status = Word(StatusText) switch
        {
            0 when !StatusText.IsPresent => FlowStatus.None,
            Ok when StatusText.Length == 2 => FlowStatus.Ok,
            NoData when StatusText.Length == 6 => FlowStatus.NoData,
            SkipData => FlowStatus.SkipData,
            _ => FlowStatus.Other,
        };
        // An undocumented word may be a newer one, but a word never holds a control character.
        if (Action == FlowAction.Other && HasControls(ActionText))
            return Fail(ref fault, FaultKind.NotAnAction, FlowField.Action, ActionText);
        if (Status == FlowStatus.Other && HasControls(StatusText))
            return Fail(ref fault, FaultKind.NotAStatus, FlowField.LogStatus, StatusText);
        // Without a header the words are part of the shape that tells a flow-log line from any other text.
        if (declared)
            return true;
        if (Action == FlowAction.Other)
            return Fail(ref fault, FaultKind.NotAnAction, FlowField.Action, ActionText);
        return Status is not (FlowStatus.None or FlowStatus.Other)
            || Fail(ref fault, FaultKind.NotAStatus, FlowField.LogStatus, Columns.Raw((int)FlowField.LogStatus));
    }

    /// <summary>A text of up to eight bytes as an integer; 0 for an empty text, all ones for a longer one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(Slice text)
    {
        if (!text.IsPresent)
            return 0;
        int unused = 64 - text.Length * 8;
        return unused < 0 ? ulong.MaxValue : Unsafe.ReadUnaligned<ulong>(text.Start) << unused >>> unused;
    }

    private static bool HasControls(Slice word) => word.Span.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 || word.Span.Contains((byte)0x7F);

    private bool Rest(FlowFieldInfo[] byTable, ref Fault fault)
    {
        foreach (FlowFieldInfo row in byTable)
        {
            Slice text = Get(row.Field);
            if (!text.IsPresent)
                continue;
            bool good = row.Kind == FieldKind.Address
                ? IpText.TryParseV4(text.Start, text.Length, out _) || AddressV6(row.Field, text, out _, ref fault)
                : Digits.TryParse(text.Start, text.Length, out long value) && (row.Kind == FieldKind.Int64 || value <= int.MaxValue);
            if (!good)
                return Fail(ref fault, row.Kind == FieldKind.Address ? FaultKind.NotAnAddress : FaultKind.NotANumber, row.Field, text);
        }

        return true;
    }

    private bool Starts(FlowField field, ReadOnlySpan<byte> prefix)
    {
        Slice text = Get(field);
        return !text.IsPresent || text.Span.StartsWith(prefix);
    }

    private bool Is(FlowField field, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c)
    {
        Slice text = Get(field);
        return !text.IsPresent || text.Span.SequenceEqual(a) || text.Span.SequenceEqual(b) || text.Span.SequenceEqual(c);
    }

    private static bool Fail(ref Fault fault, FaultKind kind, FlowField field, Slice text)
    {
        fault.Kind = kind;
        fault.Field = field;
        fault.Text = text;
        return false;
    }
}
