using System.Management.Automation;

namespace MSCommerce.PowerShell.Tests;

public sealed class ErrorRecordTests
{
    public static TheoryData<CommerceError> Errors => [.. Enum.GetValues<CommerceError>()];

    [Theory]
    [MemberData(nameof(Errors))]
    public void Every_kind_of_failure_has_a_category(CommerceError error)
    {
        var record = ErrorRecords.Of(new CommerceException(error, "SomethingFailed", "It failed.", "what"));

        Assert.NotEqual(ErrorCategory.NotSpecified, record.CategoryInfo.Category);
        Assert.Equal("SomethingFailed", record.FullyQualifiedErrorId);
        Assert.Equal("what", record.TargetObject);
    }

    [Fact]
    public void A_failure_that_nobody_foresaw_has_an_id_and_a_category_too()
    {
        var record = ErrorRecords.Of(new InvalidDataException("odd"));

        Assert.Equal("UnexpectedFailure", record.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidResult, record.CategoryInfo.Category);
    }
}
