using AiGateway.Core.Access;

namespace AiGateway.Core.Tests.Access;

public sealed class RoleTests
{
    [Theory]
    [InlineData(Role.Owner, "Viewer Operator Owner")]
    [InlineData(Role.Operator, "Viewer Operator")]
    [InlineData(Role.Viewer, "Viewer")]
    [InlineData(Role.Consumer, "Consumer")]
    public void A_role_covers_those_below_it_and_consumers_stand_aside(Role role, string covered) =>
        Assert.Equal(covered, string.Join(' ', Enum.GetValues<Role>().Where(needed => role.Covers(needed))));
}
