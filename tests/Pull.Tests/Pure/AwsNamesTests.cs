// Aws: names that can be, names that cannot, and ARNs.
namespace Sluice.Pull.Tests;

public sealed class AwsNamesTests
{
    [Theory]
    [InlineData("eu-west-3", true)]
    [InlineData("us-gov-west-1", true)]
    [InlineData("us-isob-east-1", true)]
    [InlineData("eusc-de-east-1", true)]
    [InlineData("ap-southeast-12", true)]
    [InlineData("", false)]
    [InlineData("eu-west", false)]
    [InlineData("EU-WEST-3", false)]
    [InlineData("eu-west-3.evil.example", false)]
    [InlineData("eu-west-3@evil.example/", false)]
    [InlineData("eu-west-3\n", false)]
    [InlineData("us-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-1", false)]
    [InlineData("é-west-3", false)]
    public void Region_OnlyWhatAwsCouldHave(string name, bool expected) => Assert.Equal(expected, AwsNames.IsRegion(name));

    [Theory]
    [InlineData("flow-logs", true)]
    [InlineData("a.b-c", true)]
    [InlineData("Old_Bucket", true)]
    [InlineData("123", true)]
    [InlineData("ab", false)]
    [InlineData("-ab", false)]
    [InlineData("ab-", false)]
    [InlineData("a..b", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("a?b", false)]
    [InlineData("évil", false)]
    [InlineData("arn:aws:s3:eu-west-3:123456789012:accesspoint/logs", true)]
    [InlineData("arn:aws-cn:s3:cn-north-1:123456789012:accesspoint:logs", true)]
    [InlineData("arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap", true)]
    [InlineData("arn:aws:s3-outposts:eu-west-3:123456789012:outpost/op-1/accesspoint/logs", true)]
    [InlineData("arn:aws:s3:::flow-logs", false)]
    [InlineData("arn:aws:s3:evil.example/:123456789012:accesspoint/logs", false)]
    public void Bucket_OnlyWhatS3CouldHave(string name, bool expected) => Assert.Equal(expected, AwsNames.IsBucket(name));

    [Theory]
    [InlineData("b", true)]
    [InlineData("a.b_c-", true)]
    [InlineData("", false)]
    [InlineData("..", false)]
    [InlineData("a/../b", false)]
    [InlineData("a?b", false)]
    public void StoreBucket_OnlyWhatNoPathEndsAt(string name, bool expected) => Assert.Equal(expected, AwsNames.IsStoreBucket(name));

    [Fact]
    public void Bucket_Length_Is3To63() =>
        Assert.Equal((true, false), (AwsNames.IsBucket(new string('a', 63)), AwsNames.IsBucket(new string('a', 64))));

    [Theory]
    [InlineData("b1", "arn:aws-cn:s3:::b1", "arn:aws-cn:s3:::b1/*")]
    [InlineData("b1/AWSLogs/", "arn:aws-cn:s3:::b1", "arn:aws-cn:s3:::b1/AWSLogs/*")]
    [InlineData("s3://b1/AWSLogs", "arn:aws-cn:s3:::b1", "arn:aws-cn:s3:::b1/AWSLogs/*")]
    [InlineData("arn:aws:s3:::b1", "arn:aws:s3:::b1", "arn:aws:s3:::b1/*")]
    [InlineData("arn:aws:s3:::b1/*", "arn:aws:s3:::b1", "arn:aws:s3:::b1/*")]
    [InlineData("arn:aws:s3:::b1/AWSLogs", "arn:aws:s3:::b1", "arn:aws:s3:::b1/AWSLogs/*")]
    [InlineData("arn:aws:s3:eu-west-3:123456789012:accesspoint/logs", "arn:aws:s3:eu-west-3:123456789012:accesspoint/logs", "arn:aws:s3:eu-west-3:123456789012:accesspoint/logs/object/*")]
    [InlineData("arn:aws:s3:eu-west-3:123456789012:accesspoint/logs/p", "arn:aws:s3:eu-west-3:123456789012:accesspoint/logs", "arn:aws:s3:eu-west-3:123456789012:accesspoint/logs/object/p/*")]
    public void Arns_OfABucketInAnyForm_AreWhatIamTakes(string bucket, string bucketArn, string objects) =>
        Assert.Equal((bucketArn, objects), (AwsNames.BucketArn("aws-cn", bucket), AwsNames.ObjectsArn("aws-cn", bucket)));

    [Theory]
    [InlineData("arn:aws-us-gov:sqs:us-gov-west-1:1:q", null, "aws-us-gov")]
    [InlineData("https://sqs.cn-north-1.amazonaws.com.cn/1/q", "eu-west-3", "aws-cn")]
    [InlineData("q", "us-iso-east-1", "aws-iso")]
    [InlineData("q", null, "aws")]
    [InlineData(null, "eusc-de-east-1", "aws-eusc")]
    [InlineData("not a queue", "cn-north-1", "aws-cn")]
    public void Partition_OfTheSettings_IsTheQueuesElseTheRegions(string? queue, string? region, string expected) =>
        Assert.Equal(expected, AwsNames.Partition(new PullSettings { Queue = queue, Region = region }));

    [Theory]
    [InlineData("arn:aws:iam::1:role/all", "any", "arn:aws:iam::1:role/all")]
    [InlineData("logs-*=arn:aws:iam::1:role/a, *=arn:aws:iam::2:role/b=c", "logs-x", "arn:aws:iam::1:role/a")]
    [InlineData("logs-*=arn:aws:iam::1:role/a, *=arn:aws:iam::2:role/b=c", "other", "arn:aws:iam::2:role/b=c")]
    [InlineData("logs-*=arn:aws:iam::1:role/a", "other", null)]
    [InlineData(null, "other", null)]
    public void RoleMap_FirstPatternThatFits(string? setting, string bucket, string? role) => Assert.Equal(role, new RoleMap(setting).Of(bucket));

    [Theory]
    [InlineData("a-role")]
    [InlineData("arn:aws:iam::1:user/u")]
    [InlineData("=arn:aws:iam::1:role/a")]
    [InlineData("logs=role")]
    public void RoleMap_NoRole_IsRefused(string setting) =>
        Assert.StartsWith("s3_role_arn: ", Assert.Throws<SettingsException>(() => new RoleMap(setting)).Message, StringComparison.Ordinal);

    [Fact]
    public void LeastUsed_IsBounded_AndKeepsWhatIsUsed()
    {
        var cache = new LeastUsed<int, string>(3);
        for (int i = 0; i < 1000; i++)
        {
            cache.GetOrAdd(-1, _ => "kept");
            cache.GetOrAdd(i, key => $"{key}");
        }
        Assert.Equal(3, cache.Values.Count);
        Assert.Equal("kept", cache.GetOrAdd(-1, _ => "made again"));
    }
}
