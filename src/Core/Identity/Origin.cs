// Identity: where a record came from.
using System.Runtime.CompilerServices;
using Sluice.Core.Text;

namespace Sluice.Core.Identity;

/// <summary>An S3 object. Schemas name it beside the record, and take account and region from its key if need be.</summary>
public sealed unsafe class Origin
{
    private const int IdBytes = 10;

    private readonly byte[] _memory;

    /// <summary>Names an object; <paramref name="versionId"/> is set where the bucket keeps versions.</summary>
    public Origin(string bucket, string key, string? versionId = null)
    {
        Bucket = bucket;
        Key = key;
        VersionId = versionId;
        Span<byte> digest = stackalloc byte[Sha1.Length];
        Sha1.Hash(System.Text.Encoding.UTF8.GetBytes($"{bucket}\0{key}\0{versionId}"), digest);
        IdPrefix = Convert.ToHexStringLower(digest[..IdBytes]) + "-";

        (string? account, string? region) = FromKey(key);
        _memory = GC.AllocateArray<byte>(256 + RecordText.Slack, pinned: true);
        Account = Keep(account, 0);
        Region = Keep(region, 128);
    }

    /// <summary>The bucket's name.</summary>
    public string Bucket { get; }

    /// <summary>The object's key, decoded.</summary>
    public string Key { get; }

    /// <summary>The object's version, where one was named.</summary>
    public string? VersionId { get; }

    /// <summary>The start of <c>event.id</c> for records of this object; the record's offset follows.</summary>
    internal string IdPrefix { get; }

    /// <summary>The account in the key, of digits only.</summary>
    internal Slice Account { get; }

    /// <summary>The region in the key.</summary>
    internal Slice Region { get; }

    /// <summary>
    /// Reads <c>…AWSLogs/{account}/vpcflowlogs/{region}/…</c> and the Hive form
    /// <c>…AWSLogs/aws-account-id=…/aws-service=vpcflowlogs/aws-region=…/…</c>.
    /// </summary>
    private static (string? Account, string? Region) FromKey(string key)
    {
        string[] parts = key.Split('/');
        int root = Array.IndexOf(parts, "AWSLogs");
        if (root < 0 || parts.Length < root + 4)
            return default;
        string account = Value(parts[root + 1], "aws-account-id=");
        string service = Value(parts[root + 2], "aws-service=");
        string region = Value(parts[root + 3], "aws-region=");
        bool plausible = service == "vpcflowlogs" && account.Length is > 0 and <= 20 && account.All(char.IsAsciiDigit)
            && region.Length is > 0 and <= 32 && region.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        return plausible ? (account, region) : default;
    }

    private static string Value(string part, string name) =>
        part.StartsWith(name, StringComparison.Ordinal) ? part[name.Length..] : part;

    private Slice Keep(string? text, int at)
    {
        if (text is null)
            return default;
        int length = System.Text.Encoding.UTF8.GetBytes(text, _memory.AsSpan(at));
        return new Slice((byte*)Unsafe.AsPointer(ref _memory[at]), length);
    }
}
