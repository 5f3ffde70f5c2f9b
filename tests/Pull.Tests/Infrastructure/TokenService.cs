// Tests: an STS that gives keys for any role, and tells which caller asked for which.
using System.Net;

namespace Sluice.Pull.Tests;

/// <summary>The keys it gives are named after the role, so that a later request shows where they came from.</summary>
public sealed class TokenService : IDisposable
{
    private readonly FaultProxy _server;

    public TokenService() => _server = new FaultProxy(Emulator.Shared.Address, Answer);

    public string Address => _server.Address;

    /// <summary>The form of each request, <c>caller</c> being the access key that signed it ("" for nobody).</summary>
    public IReadOnlyList<Dictionary<string, string>> Asked => [.. _server.Seen.Select(Form)];

    public void Dispose() => _server.Dispose();

    private static Dictionary<string, string> Form(ProxiedRequest request)
    {
        var form = request.Body.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[1]));
        form["caller"] = KeyOf(request);
        return form;
    }

    /// <summary>The access key that signed a request.</summary>
    public static string KeyOf(ProxiedRequest request)
    {
        int at = request.Authorization.IndexOf("Credential=", StringComparison.Ordinal);
        return at < 0 ? "" : request.Authorization[(at + 11)..].Split('/')[0];
    }

    private static Fault Answer(ProxiedRequest request)
    {
        var form = Form(request);
        string action = form["Action"];
        string role = form["RoleArn"][(form["RoleArn"].LastIndexOf('/') + 1)..];
        if (role == "denied")
            return new Fault { Status = 403, Headers = "Content-Type: text/xml\r\n", Body = "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>" };
        return new Fault
        {
            Status = 200,
            Headers = "Content-Type: text/xml\r\n",
            Body = $"""
                <{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>
                <AssumedRoleUser><AssumedRoleId>A:s</AssumedRoleId><Arn>arn:aws:sts::1:assumed-role/{role}/s</Arn></AssumedRoleUser>
                <Credentials><AccessKeyId>ASIA{role}</AccessKeyId><SecretAccessKey>secret-of-the-role</SecretAccessKey><SessionToken>secret-token-of-the-role</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
                </{action}Result></{action}Response>
                """,
        };
    }
}
