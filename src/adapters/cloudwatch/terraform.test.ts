import { describe, expect, it } from 'vitest';
import { alarmFor } from './alarm.ts';
import { renderTerraform } from './terraform.ts';

const place = { app: 'shop', environment: 'staging', scenario: 'black-friday' };

describe('renderTerraform', () => {
  it('writes the alarm that slo push would write', () => {
    const text = renderTerraform([
      alarmFor({ name: 'd', indicator: 'downtime', step: null, phase: null, fault: null, limit: 120 }, place),
    ]);
    expect(text).toMatchInlineSnapshot(`
      "resource "aws_cloudwatch_metric_alarm" "slo_shop_staging_black-friday_all-steps_whole-run_downtime" {
        alarm_name          = "slo/shop/staging/black-friday/all-steps/whole-run/downtime"
        alarm_description   = "{\\"peakproof\\":1,\\"budget\\":{\\"name\\":\\"d\\",\\"indicator\\":\\"downtime\\",\\"limit\\":120}}"
        namespace           = "Peakproof/shop"
        metric_name         = "Downtime"
        statistic           = "Maximum"
        unit                = "Seconds"
        period              = 60
        evaluation_periods  = 1
        threshold           = 120
        comparison_operator = "GreaterThanThreshold"
        treat_missing_data  = "ignore"
        actions_enabled     = false

        dimensions = {
          Environment = "staging"
          Scenario    = "black-friday"
          Step        = "all-steps"
        }
      }
      "
    `);
  });

  it('escapes what HCL would take for a template, and gives each resource a label of its own', () => {
    const recovery = (fault: string) =>
      alarmFor(
        { name: '${a} %{b} "c"', indicator: 'serviceRecovery', step: 'cart', phase: null, fault, limit: 60 },
        place,
      );
    const text = renderTerraform([recovery('a/b'), recovery('a b')]);
    expect(text).toContain('$${a} %%{b} \\\\\\"c\\\\\\"');
    expect(
      [...text.matchAll(/^resource "aws_cloudwatch_metric_alarm" "(.*)" \{$/gm)].map(([, label]) => label),
    ).toEqual([
      'slo_shop_staging_black-friday_cart_a_b_serviceRecovery',
      'slo_shop_staging_black-friday_cart_a_b_serviceRecovery__2',
    ]);
  });
});
