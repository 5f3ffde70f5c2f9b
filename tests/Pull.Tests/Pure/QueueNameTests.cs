// Aws: what a queue's name says of account, region, partition and host.
namespace Sluice.Pull.Tests;

public sealed class QueueNameTests
{
    [Theory]
    // The public hosts, of today and of before.
    [InlineData("sqs.eu-west-3.amazonaws.com", "eu-west-3", "aws")]
    [InlineData("eu-west-3.queue.amazonaws.com", "eu-west-3", "aws")]
    [InlineData("queue.amazonaws.com", "us-east-1", "aws")]
    [InlineData("sqs.eu-west-3.api.aws", "eu-west-3", "aws")]
    [InlineData("sqs-fips.us-east-1.amazonaws.com", "us-east-1", "aws")]
    [InlineData("sqs-fips.us-west-2.api.aws", "us-west-2", "aws")]
    [InlineData("SQS.EU-WEST-3.AmazonAWS.com", "eu-west-3", "aws")]
    [InlineData("sqs.eu-west-3.amazonaws.com.", "eu-west-3", "aws")]
    // Interface endpoints, of a region and of one zone.
    [InlineData("vpce-0a1b2c3d-wxyz.sqs.eu-west-3.vpce.amazonaws.com", "eu-west-3", "aws")]
    [InlineData("vpce-0a1b2c3d-12345678-eu-west-1a.sqs.eu-west-3.vpce.amazonaws.com", "eu-west-3", "aws")]
    [InlineData("vpce-0a1b2c3d-12345678.sqs-fips.us-gov-west-1.vpce.amazonaws.com", "us-gov-west-1", "aws-us-gov")]
    // Other partitions.
    [InlineData("sqs.us-gov-east-1.amazonaws.com", "us-gov-east-1", "aws-us-gov")]
    [InlineData("sqs.us-gov-west-1.api.aws", "us-gov-west-1", "aws-us-gov")]
    [InlineData("sqs.cn-north-1.amazonaws.com.cn", "cn-north-1", "aws-cn")]
    [InlineData("cn-northwest-1.queue.amazonaws.com.cn", "cn-northwest-1", "aws-cn")]
    [InlineData("sqs.cn-north-1.api.amazonwebservices.com.cn", "cn-north-1", "aws-cn")]
    [InlineData("vpce-0a1b2c3d-wxyz.sqs.cn-north-1.vpce.amazonaws.com.cn", "cn-north-1", "aws-cn")]
    [InlineData("sqs.us-iso-east-1.c2s.ic.gov", "us-iso-east-1", "aws-iso")]
    [InlineData("sqs.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1", "aws-iso-b")]
    [InlineData("sqs.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1", "aws-iso-e")]
    [InlineData("sqs.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1", "aws-iso-f")]
    [InlineData("sqs.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1", "aws-eusc")]
    [InlineData("sqs.eusc-de-east-1.api.amazonwebservices.eu", "eusc-de-east-1", "aws-eusc")]
    // Not AWS's: only a region where AWS would have it.
    [InlineData("sqs.us-east-1.localhost.localstack.cloud", "us-east-1", "aws")]
    [InlineData("sqs.internal.example.com", null, null)]
    [InlineData("queue.example.com", null, null)]
    [InlineData("eu-west-3.example.com", null, null)]
    [InlineData("amazonaws.com.evil.example", null, null)]
    [InlineData("127.0.0.1", null, null)]
    [InlineData("[::1]", null, null)]
    public void Url_AnyHost_IsTheEndpoint_AndTellsRegionAndPartition(string host, string? region, string? partition)
    {
        var name = QueueName.Parse($"https://{host}/123456789012/flow");
        Assert.Equal((region, partition), (name.Region, name.Partition));
        Assert.Equal(("flow", "123456789012", "https://" + host.ToLowerInvariant()), (name.Name, name.Account, name.Endpoint));
    }

    [Theory]
    [InlineData("https://sqs.eu-west-3.amazonaws.com:8443/1/q", "https://sqs.eu-west-3.amazonaws.com:8443")]
    [InlineData("http://127.0.0.1:4566/000000000000/q", "http://127.0.0.1:4566")]
    [InlineData("http://localhost:4566/q", "http://localhost:4566")]
    public void Url_SchemeAndPort_AreKept(string url, string endpoint) => Assert.Equal(endpoint, QueueName.Parse(url).Endpoint);

    [Theory]
    [InlineData("https://sqs.eu-west-3.amazonaws.com/1/q", true, false)]
    [InlineData("https://eu-west-3.queue.amazonaws.com/1/q", true, false)]
    [InlineData("https://sqs-fips.us-east-1.amazonaws.com/1/q", true, true)]
    [InlineData("https://vpce-1-x.sqs.eu-west-3.vpce.amazonaws.com/1/q", false, false)]
    [InlineData("https://vpce-1-x.sqs-fips.us-east-1.vpce.amazonaws.com/1/q", false, true)]
    [InlineData("https://sqs.eu-west-3.amazonaws.com:8443/1/q", false, false)]
    [InlineData("https://queue.example.com/1/q", false, false)]
    public void Url_PublicAndFipsHosts_AreKnown(string url, bool isPublic, bool isFips)
    {
        var name = QueueName.Parse(url);
        Assert.Equal((isPublic, isFips), (name.IsPublicHost, name.IsFips));
    }

    [Theory]
    [InlineData("arn:aws:sqs:eu-west-3:1:q", "aws", "eu-west-3")]
    [InlineData("arn:aws-us-gov:sqs:us-gov-west-1:1:q.fifo", "aws-us-gov", "us-gov-west-1")]
    [InlineData("arn:aws-iso-f:sqs:us-isof-east-1:1:q", "aws-iso-f", "us-isof-east-1")]
    public void Arn_Partition_IsItsOwn(string arn, string partition, string region)
    {
        var name = QueueName.Parse(arn);
        Assert.Equal((partition, region, null, null), (name.Partition, name.Region, name.Url, name.Endpoint));
    }

    [Theory]
    [InlineData("https://user:secret@sqs.eu-west-3.amazonaws.com/1/q")]
    [InlineData("https://sqs.eu-west-3.amazonaws.com/1/q?Action=DeleteQueue")]
    [InlineData("https://sqs.eu-west-3.amazonaws.com/1/q#x")]
    [InlineData("arn:aws:sqs:eu-west-3:1:a/b")]
    [InlineData("arn::sqs:eu-west-3:1:q")]
    [InlineData("")]
    public void Name_WithMoreThanAName_IsRefused_WithoutItsSecrets(string text)
    {
        string said = Assert.Throws<SettingsException>(() => QueueName.Parse(text)).Message;
        Assert.StartsWith("queue: ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
    }
}
