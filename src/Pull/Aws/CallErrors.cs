// Aws: the one place where a failure of the SDK becomes one of ours. The service's error code decides, never a word that a name may contain.
using System.Globalization;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Sluice.Core.Text;
using Sluice.Pull.Calls;

namespace Sluice.Pull.Aws;

/// <summary>Classifies failures.</summary>
internal static partial class CallErrors
{
    /// <summary>A little less than the five minutes by which a signature may be off at AWS (S3 allows fifteen).</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(4);

    public static CallException Classify(Exception e, int connectSeconds, string operation, Func<string> host) => e switch
    {
        AmazonServiceException s => OfService(s),
        HttpRequestException when e.GetBaseException() is AuthenticationException untrusted => new(CallFault.Transient, Scrub($"The server's certificate is not trusted: "
            + $"set ca_bundle or AWS_CA_BUNDLE to the PEM file of its authority ({untrusted.Message})"), e),
        OperationCanceledException or TimeoutException or HttpRequestException { InnerException: TimeoutException } =>
            new(CallFault.Transient, $"no connection within {connectSeconds} s ({operation}, {host()})", e),
        HttpRequestException or SocketException or IOException => new(CallFault.Transient, Scrub($"{e.GetBaseException().Message} ({operation}, {host()})"), e),
        // The SDK sends nothing: the address or the region is impossible.
        AmazonClientException => new(CallFault.Rejected, Scrub(e.Message), e),
        _ => new(CallFault.Transient, Scrub($"{e.GetType().Name}: {e.Message} ({operation}, {host()})"), e),
    };

    private static CallException OfService(AmazonServiceException e)
    {
        string? region = Header(e, "x-amz-bucket-region");
        string said = Scrub($"{e.ErrorCode ?? ((int)e.StatusCode).ToString(CultureInfo.InvariantCulture)}: {e.Message}");
        if (IsAboutTheClock(e))
            return new(CallFault.NoCredentials, $"{Skew(e)}, so requests are refused: set it, preferably with NTP ({said})", e);
        return new(FaultOf(e, region), said, e) { Region = region is not null && IsLabel(region) ? region : null };
    }

    private static CallFault FaultOf(AmazonServiceException e, string? region)
    {
        int status = (int)e.StatusCode;
        switch (e.ErrorCode)
        {
            case "NoSuchKey" or "NoSuchVersion":
                return CallFault.Missing;
            case "NoSuchBucket":
                return CallFault.NoBucket;
            case "AWS.SimpleQueueService.NonExistentQueue" or "QueueDoesNotExist":
                return CallFault.NoQueue;
            case "InvalidObjectState":
                return CallFault.Archived;
            case "PreconditionFailed" or "InvalidRange":
                return CallFault.Changed;
            case "PermanentRedirect" or "TemporaryRedirect" or "Redirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException":
                return CallFault.WrongRegion;
            case "ExpiredToken" or "ExpiredTokenException" or "InvalidToken" or "InvalidAccessKeyId" or "SignatureDoesNotMatch"
                or "InvalidClientTokenId" or "UnrecognizedClientException" or "InvalidSignatureException" or "MissingAuthenticationToken"
                or "IncompleteSignature" or "TokenRefreshRequired" or "InvalidSecurity" or "MissingAuthenticationTokenException":
                return CallFault.Credentials;
            case "SlowDown" or "ThrottlingException" or "Throttling" or "RequestThrottled" or "RequestTimeout" or "RequestLimitExceeded"
                or "KMS.ThrottlingException" or "KmsThrottled" or "OverLimit":
                return CallFault.Transient;
        }
        return status switch
        {
            _ when IsAboutTheKey(e) => CallFault.KmsDenied,
            301 or 307 => CallFault.WrongRegion,
            400 when region is not null => CallFault.WrongRegion,
            403 or 401 => CallFault.Denied,
            _ when e.ErrorCode is "AccessDenied" or "AccessDeniedException" or "AuthorizationError" => CallFault.Denied,
            404 => e is AmazonS3Exception ? CallFault.Missing : CallFault.NoQueue,
            412 or 416 => CallFault.Changed,
            >= 500 or 429 or 408 or 0 => CallFault.Transient,
            _ => CallFault.Rejected,
        };
    }

    /// <summary>
    /// SQS and KMS have error codes of their own. S3 says AccessDenied, and either names the action in IAM's standard
    /// sentence or says that it cannot see the key.
    /// </summary>
    private static bool IsAboutTheKey(AmazonServiceException e)
    {
        if (e.ErrorCode?.StartsWith("KMS.", StringComparison.Ordinal) == true || e.ErrorCode?.StartsWith("Kms", StringComparison.Ordinal) == true)
            return true;
        if (e.ErrorCode is not ("AccessDenied" or "AccessDeniedException"))
            return false;
        return DeniedAction().Match(e.Message) is { Success: true } denied && denied.Groups[1].ValueSpan.StartsWith("kms:", StringComparison.OrdinalIgnoreCase)
            || e.Message.StartsWith("The ciphertext refers to a customer master key", StringComparison.Ordinal);
    }

    private static bool IsAboutTheClock(AmazonServiceException e) => e.ErrorCode is "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture"
        || (e.ErrorCode is "InvalidSignatureException" or "SignatureDoesNotMatch" && ClockSentence().IsMatch(e.Message));

    private static string Skew(AmazonServiceException e) =>
        DateTimeOffset.TryParse(Header(e, "Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && ClockDifference(date) is { } difference ? difference : "The clock is minutes away from AWS's";

    /// <summary>A sentence about how far the server's time is from ours; null when they are close.</summary>
    public static string? ClockDifference(DateTimeOffset date)
    {
        var ahead = DateTimeOffset.UtcNow - date;
        return ahead.Duration() < MostSkew ? null : string.Create(CultureInfo.InvariantCulture,
            $"The clock is {ahead.Duration().TotalMinutes:0} minutes {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} AWS's");
    }

    private static string? Header(Exception e, string name)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is HttpErrorResponseException { Response: { } response } && response.IsHeaderPresent(name))
                return response.GetHeaderValue(name);
        }
        return null;
    }

    private static bool IsLabel(string region) => region.Length is > 0 and <= 32 && region.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>
    /// The first line only, shortened: after it SQS repeats the whole canonical request, session token included.
    /// A user and password in a URL are removed too: the runtime names a proxy together with them.
    /// </summary>
    public static string Scrub(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        string line = UserInfo().Replace(end < 0 ? text : text[..end], "://");
        return Printable.Escape(line.Length <= 400 ? line : line[..400] + "…");
    }

    [GeneratedRegex("://[^/@ ]*@")]
    private static partial Regex UserInfo();

    [GeneratedRegex("^User: \\S+ is not authorized to perform: ([A-Za-z0-9-]+:[A-Za-z0-9*]+)")]
    private static partial Regex DeniedAction();

    [GeneratedRegex("^Signature (expired|not yet current)")]
    private static partial Regex ClockSentence();
}
