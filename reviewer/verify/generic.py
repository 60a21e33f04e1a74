"""Words that any project may use, which tell no project, and no thing, from another."""

import re

ACTS = re.compile(
    "服务采购|采购服务|购买服务|发放|支付|拨付|缴纳|上[缴解]|领取|享受|受[益助检训]|资助|补[助贴]|参加|参与|提供|接受|服务|保障|安排|实[现有]|到位|开展|组织|举办|"
    "建设|完工|竣工|验收|合格|渠道|来源|合并|获得|得到|单位(?=成本|造价|面积)|里程|面积|长度|[场台套件次家所份期卷册辆]数?|时间|时限|日期|期限|年限|[可由向给到每均新各级市县本全度率]"
)
"""What any project does with its money, and words for how much of it: they tell no project from another."""
SUM = re.compile("[上下定]限|限额|结算|决算|[月年季]度|控制|合理|变动|变化|压减|公用|三公|课时|[单每][\u4e00-\u9fff]")
"""Words for a sum of money, whatever it pays."""
COUNTED = re.compile("(?:数量|[\u4e00-\u9fff]数|率|额|度|长度|面积|时间)$")
HAN = re.compile("[\u4e00-\u9fff]")
DONE = re.compile(
    r"发放|新增|参加|检测|检查|安装|种植|培育|更新|慰问|领取|享受|受益|提供|办理|完成|投入|(?:纳|列|计)入|补贴|补助|经费|服务|受理|处理|处置|达标|满意|投诉|"
    r"开办|开展|使用|运行|群众|对象|人员|资金|覆盖|提高|降低|增加|减少|及时|打击|整治|治理|在[校籍编岗]|准确|足额|[按如]期|平均|任务|总体"
)
"""What is done with anything, and words for anybody."""
WELL = re.compile(
    "[开竣完停]工|交付|故障|响应|结算|到[户账位卡岗]|频[次率]|差错|错误|偏差|监督|检验|抽检|验收|完整|完好|周期|时[限长]|办结|"
    "审[核批]|核[验算]|拨付|支付|归档|录入|记录|反馈|整改|合规|规范|质量|安全|事故|责任|制度|档案|"
    "公文|信息|数据|报送|登记|入库|公[示开]|资格|认定|真实|有效|一次|返工|达到|误"
)
"""Words for how well or when anything is done."""
ANYBODY = re.compile("满意|人员?|群众|对象|服务|发现|企业(?!家)|单位|机构|职工|居民|社会|公众|百姓|用人|办事|参加|参与")
"""Those whom the work of any office serves."""
