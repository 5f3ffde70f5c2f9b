// Aws: which hosts NO_PROXY names.
using System.Net;

namespace Sluice.Pull.Tests;

public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("*", "https://sqs.eu-west-3.amazonaws.com/", true)]
    [InlineData("amazonaws.com", "https://sqs.eu-west-3.amazonaws.com/", true)]
    [InlineData(".amazonaws.com", "https://sqs.eu-west-3.amazonaws.com/", true)]
    [InlineData("*.amazonaws.com", "https://sqs.eu-west-3.amazonaws.com/", true)]
    [InlineData("localhost, 10.0.0.1:8443", "https://10.0.0.1:8443/", true)]
    [InlineData("10.0.0.1:8443", "https://10.0.0.1/", false)]
    [InlineData("aws.com", "https://sqs.eu-west-3.amazonaws.com/", false)]
    [InlineData("eu-west-3", "https://sqs.eu-west-3.amazonaws.com/", false)]
    [InlineData(" , ", "https://sqs.eu-west-3.amazonaws.com/", false)]
    public void NoProxy_NamesAHost_OrNot(string list, string address, bool direct) =>
        Assert.Equal(direct, new EnvironmentProxy(new WebProxy("http://127.0.0.1:1"), list).IsBypassed(new Uri(address)));
}
